// Every sentence of verify.html, in both languages.
import type { Text } from '../core/refusal';

export const texts = {
  title: { zh: '自己核对抽取', en: 'Check a draw yourself' },
  lead: {
    zh: '本页是一个完整的核对程序：文件不离开您的设备，不连接任何服务器；存到硬盘、断开网络也能用。',
    en: 'This page is the whole verifier: files do not leave your device and no server is contacted. Saved to disk, it works offline.',
  },
  drop: { zh: '把抽取材料（zip）拖到这里', en: 'Drop the bundle of a draw (zip) here' },
  dropMore: { zh: '或者上门凭证（json）；也可以：', en: 'or a doorstep proof (json); or:' },
  chooseFile: { zh: '选择文件', en: 'Choose a file' },
  chooseFolder: { zh: '选择解压后的文件夹', en: 'Choose an unpacked folder' },
  key: { zh: '日志公钥（可不填）', en: 'Key of the log (optional)' },
  keyHint: {
    zh: '从抽取机关的公告、网站或见证单位得到的公钥，贴在这里；材料里的公钥不同就不予通过。',
    en: 'Paste the key that the bureau, its website or a witness gives out: material signed by another is refused.',
  },
  working: { zh: '正在核对', en: 'Checking' },
  reading: { zh: '正在读取…', en: 'Reading…' },
  fetching: { zh: '正在下载…', en: 'Fetching…' },
  verified: { zh: '核对通过', en: 'Verified' },
  refused: { zh: '核对不通过', en: 'Refused' },
  notChecked: { zh: '没有核对', en: 'Nothing was checked' },
  sealed: { zh: '已封存，尚未公布', en: 'Sealed, not yet revealed' },
  unfinished: { zh: '尚未完成', en: 'Not finished' },
  voided: { zh: '已作废', en: 'Voided' },
  drawId: { zh: '抽取编号', en: 'Draw' },
  seed: { zh: '种子', en: 'Seed' },
  logKey: { zh: '日志公钥', en: 'Key of the log' },
  compare: {
    zh: '公钥与抽取机关公布的一致，才算核对完毕。',
    en: 'The check is complete only when this key is the one that the bureau gives out.',
  },
  compared: { zh: '与您填写的公钥一致。', en: 'It is the key that you entered.' },
  took: { zh: '用时', en: 'Took' },
  seconds: { zh: '秒', en: 's' },
  again: { zh: '再核对一份', en: 'Check another' },
  doorTitle: { zh: '这次检查是抽中的吗？', en: 'Was this visit drawn?' },
  doorYes: { zh: '是：事先已抽中', en: 'Yes: it was drawn beforehand' },
  doorNo: { zh: '不是，或证明有误', en: 'No, or the proof is wrong' },
  doorLead: {
    zh: '该对象在检查之前封存的名单上；谁也不能在上门前临时加进去。',
    en: 'The object stood on a list that was sealed before the visit; nobody could add it at the gate.',
  },
  object: { zh: '检查对象', en: 'Object' },
  officers: { zh: '执法人员编号', en: 'Officers' },
  sealedAt: { zh: '名单封存时间', en: 'List sealed at' },
  stratum: { zh: '分层 · 名次', en: 'Stratum · rank' },
  ticket: { zh: '票号', en: 'Ticket' },
  substituted: { zh: '由替补名单递补而来（按名次，经两人批准）。', en: 'It was called up from the reserve, in order of rank and approved by two persons.' },
  replaced: { zh: '有执法人员按次序替换过，经两人批准。', en: 'An officer was replaced by the next in line, approved by two persons.' },
  doorCheck: {
    zh: '请核对：上面是抽中的执法人员在名录库中的编号，姓名见上门凭证的纸件；请对方出示执法证，有疑问可向检查机关核实。',
    en: 'Compare: these are the drawn officers’ numbers in the directory; their names are on the printed proof. Ask to see their certificates.',
  },
  noSuch: { zh: '没有取到：', en: 'Could not be fetched: ' },
  badFile: { zh: '请给一个 zip、一个文件夹，或一份上门凭证（json）。', en: 'Give a zip, a folder, or a json proof.' },
  fault: { zh: '核对程序出错：', en: 'The verifier failed: ' },
  ownDigest: { zh: '本页的 SHA-256', en: 'SHA-256 of this page' },
  ownHint: {
    zh: '应与抽取机关日志中 verifier.published 记录的一致。',
    en: 'It should be the one in the bureau’s log, in the entry verifier.published.',
  },
  language: { zh: 'English', en: '中文' },
} satisfies Record<string, Text>;

export type TextName = keyof typeof texts;
