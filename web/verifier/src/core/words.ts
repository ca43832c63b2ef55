// A report in words, alike in the terminal and on the page.
import type { Report } from './verify';
import { stepTitles, type Line } from './verify';
import { steps } from './context';
import type { Text } from './refusal';

export type Language = 'zh' | 'en';

export function say(text: Text, language: Language): string {
  return text[language];
}

const marks: Record<Line['state'], string> = { passed: '✓', failed: '✗', warning: '!', later: '·' };

export function lineText(line: Line, language: Language): string {
  const number = `${steps.indexOf(line.step) + 1}`.padStart(2);
  const title = say(stepTitles[line.step], language);
  const where = line.place ? `${line.place}: ` : '';
  return `${marks[line.state]} ${number} ${title}: ${where}${say(line.text, language)}`;
}

export function reportText(report: Report, language: Language): string {
  const lines = report.lines.map((line) => lineText(line, language));
  if (report.logKey !== '') lines.push(`${language === 'zh' ? '日志公钥' : 'log key'}: ${report.logKey}`);
  if (report.seed !== '') lines.push(`${language === 'zh' ? '种子' : 'seed'}: ${report.seed}`);
  lines.push(say(report.text, language));
  return lines.join('\n');
}
