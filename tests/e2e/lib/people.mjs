// Made-up firms and officers with codes that pass the checks of GB 32100-2015 and GB 11714.
import { writeFile } from 'node:fs/promises';

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** @param {string} body the first 17 characters */
function withCheck(body) {
  const sum = [...body].reduce((total, character, index) => total + alphabet.indexOf(character) * (weights[index] ?? 0), 0);
  return body + alphabet[(31 - (sum % 31)) % 31];
}

/** @param {string} body eight characters */
function organisationCode(body) {
  const sum = [...body].reduce((total, character, index) => total + parseInt(character, 36) * ([3, 7, 9, 10, 5, 8, 4, 2][index] ?? 0), 0);
  const check = 11 - (sum % 11);
  return body + (check === 10 ? 'X' : check === 11 ? '0' : String(check));
}

/** @param {number} index */
export function creditCode(index) {
  return withCheck(`91150802${organisationCode(`MA0E${String(index).padStart(4, '0')}`)}`);
}

const places = ['团结', '新华', '车站', '先锋', '解放', '北环'];
const trades = ['商贸', '餐饮', '建筑', '物业', '运输', '农业', '网络科技', '服装'];

/** @param {number} count */
export function firms(count) {
  return Array.from({ length: count }, (_, index) => ({
    企业名称: `临河${places[index % places.length]}${trades[index % trades.length]}${String(index + 1).padStart(3, '0')}号有限公司`,
    统一社会信用代码: creditCode(index),
    登记状态: '存续',
    片区: `${places[index % places.length]}街道`,
    诚信等级: ['A', 'A', 'A', 'B', '未评', 'A', 'B', 'C'][index % 8],
    注册日期: `20${String(10 + (index % 14)).padStart(2, '0')}-0${1 + (index % 9)}-15`,
    企业类型: '有限责任公司',
    注册地址: `内蒙古自治区巴彦淖尔市临河区${places[index % places.length]}路${index + 1}号`,
  }));
}

const surnames = '王李张刘陈杨赵黄周吴徐孙';
/** @param {number} count */
export function officers(count) {
  return Array.from({ length: count }, (_, index) => ({
    工号: `LH${String(index + 1).padStart(3, '0')}`,
    姓名: `${surnames[index % surnames.length]}${'建国志强秀英海燕'[index % 8]}`,
    单位: index % 2 === 0 ? '劳动保障监察大队' : '劳动关系科',
    职务: '监察员',
    执法证号: `15080200${String(100 + index)}`,
    执法证有效期至: index === 0 ? '2020-12-31' : '2031-12-31',
    人员状态: '在岗',
    资格标签: index % 3 === 0 ? 'lead' : '',
  }));
}

/**
 * @param {string} path
 * @param {Record<string, string>[]} rows
 */
export async function writeCsv(path, rows) {
  const columns = Object.keys(rows[0] ?? {});
  const lines = [columns.join(','), ...rows.map((row) => columns.map((column) => row[column]).join(','))];
  await writeFile(path, `${lines.join('\r\n')}\r\n`);
  return path;
}
