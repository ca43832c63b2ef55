// Verifies a published draw: the thirteen steps of bundle-v1 in order, up to the first that fails. Written from
// docs/formats alone, so that it can disagree with the program that made the bundle. Pure: no clock, no network, no page.
import { readBundle, type Bundle, type Files } from './bundle';
import { steps, type Context, type Finding, type Options, type Step } from './context';
import { place, Refusal, type Text } from './refusal';
import { checkAssignment, checkLists, checkSample, checkSlots } from './step_draw';
import { checkDigests, checkLog } from './step_log';
import { checkContributions, checkEvents, checkOrder } from './step_seed';
import { checkRedraw, checkSubstitutions } from './step_after';
import { checkWitnesses } from './step_witnesses';

export type Verdict = 'verified' | 'refused' | 'sealed' | 'unfinished' | 'voided';

export interface Line {
  step: Step;
  /** `later`: nothing to look at yet. */
  state: 'passed' | 'failed' | 'warning' | 'later';
  text: Text;
  /** File and line of a failure. */
  place?: string;
}

export interface Report {
  verdict: Verdict;
  exit: 0 | 1 | 3;
  text: Text;
  lines: Line[];
  drawId: string;
  seed: string;
  /** The log's key, to be compared with what the bureau gives out. */
  logKey: string;
}

export const stepTitles: Record<Step, Text> = {
  files: { zh: '文件', en: 'files' },
  digests: { zh: '摘要', en: 'digests' },
  log: { zh: '日志', en: 'log' },
  order: { zh: '先后', en: 'order' },
  witnesses: { zh: '见证', en: 'witnesses' },
  contributions: { zh: '各方之数', en: 'contributions' },
  events: { zh: '公共事件', en: 'events' },
  lists: { zh: '名单', en: 'lists' },
  sample: { zh: '抽取', en: 'sample' },
  slots: { zh: '候选人', en: 'slots' },
  assignment: { zh: '派人', en: 'assignment' },
  substitutions: { zh: '替补', en: 'substitutions' },
  redraw: { zh: '重抽', en: 'redraw' },
};

const checks: Record<Exclude<Step, 'files'>, (context: Context) => Finding> = {
  digests: checkDigests,
  log: checkLog,
  order: checkOrder,
  witnesses: checkWitnesses,
  contributions: checkContributions,
  events: checkEvents,
  lists: checkLists,
  sample: checkSample,
  slots: checkSlots,
  assignment: checkAssignment,
  substitutions: checkSubstitutions,
  redraw: checkRedraw,
};

function verdictOf(context: Context): { verdict: Verdict; text: Text } {
  const { bundle, history, options } = context;
  const { plan } = bundle;
  if (history?.voided) return { verdict: 'voided', text: { zh: '这次抽取已作废，没有结果', en: 'the draw was voided: there is no result' } };
  if (plan.embargo && !bundle.files.has('shares.json')) {
    const overdue = plan.revealBy !== undefined && options.now !== undefined && options.now > plan.revealBy;
    const late = { zh: '；已过承诺公开的时间，抽取机关公开违约', en: '; the date promised is past: the organ is in default' };
    return {
      verdict: 'sealed',
      text: {
        zh: `至今一致：结果已封存、尚未公布${overdue ? late.zh : ''}`,
        en: `consistent so far: sealed, not yet revealed${overdue ? late.en : ''}`,
      },
    };
  }
  const assigned = bundle.attempts.at(-1)?.assignment !== undefined && history?.coming === undefined;
  if (!assigned) return { verdict: 'unfinished', text: { zh: '至今一致，但抽取尚未完成', en: 'consistent so far, but the draw is not finished' } };
  if (!bundle.withLog) {
    return { verdict: 'verified', text: { zh: '算术核对通过（没有日志，先后未核对）', en: 'the arithmetic holds (no log: the order was not checked)' } };
  }
  return { verdict: 'verified', text: { zh: '核对通过', en: 'verified' } };
}

class Run {
  readonly lines: Line[] = [];
  private context: Context | undefined;
  private step: Step = 'files';

  constructor(
    private readonly files: Files,
    private readonly options: Options,
  ) {}

  /** What is still to come says so too. */
  report(): Report {
    try {
      const context = this.open();
      for (const step of steps.slice(1)) this.check(context, step as Exclude<Step, 'files'>);
      const { verdict, text } = verdictOf(context);
      return this.close(verdict, verdict === 'verified' ? 0 : 3, text);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      this.lines.push({ step: this.step, state: 'failed', text: refusal.text, place: place(refusal) });
      const where = place(refusal);
      return this.close('refused', 1, {
        zh: `核对不通过：${where ? `${where} ` : ''}${refusal.text.zh}`,
        en: `refused: ${where ? `${where} ` : ''}${refusal.text.en}`,
      });
    }
  }

  private open(): Context {
    this.options.progress?.('files', 0);
    const bundle: Bundle = readBundle(this.files, this.options.filesOnly === true);
    const { size } = this.files;
    this.lines.push({ step: 'files', state: 'passed', text: { zh: `${size} 个文件，一个不多、一个不少`, en: `${size} files, none missing and none spare` } });
    this.context = {
      bundle,
      options: this.options,
      history: undefined,
      seed: undefined,
      preferences: undefined,
      computed: [],
      logKey: '',
      policy: undefined,
      substitutions: [],
      warn: (text) => this.lines.push({ step: this.step, state: 'warning', text }),
    };
    return this.context;
  }

  private check(context: Context, step: Exclude<Step, 'files'>): void {
    this.step = step;
    this.options.progress?.(step, 0);
    const at = this.lines.length;
    const text = checks[step](context);
    const later = { zh: '还没有可核对的', en: 'nothing to check yet' };
    this.lines.splice(at, 0, text ? { step, state: 'passed', text } : { step, state: 'later', text: later });
  }

  private close(verdict: Verdict, exit: 0 | 1 | 3, text: Text): Report {
    const { context } = this;
    return {
      verdict,
      exit,
      text,
      lines: this.lines,
      drawId: context?.bundle.plan.drawId ?? '',
      seed: context?.seed ?? '',
      logKey: context?.logKey ?? '',
    };
  }
}

/** Never throws for what a bundle contains; a fault of the program itself does. */
export function verify(files: Files, options: Options = {}): Report {
  return new Run(files, options).report();
}
