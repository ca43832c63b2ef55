/// Both languages of one part of the product. The type of `en` is that of `zh`: a missing or spare text does not compile.
export function bilingual<T extends Tree>(zh: T, en: Same<T>): { zh: T; en: Same<T> } {
  return { zh, en };
}

interface Tree {
  [key: string]: string | Tree;
}
type Same<T> = { [K in keyof T]: T[K] extends string ? string : Same<T[K]> };

export const uiMessages = bilingual(
  {
    copy: '复制',
    copied: '已复制',
    more: '继续加载',
    loading: '正在读取…',
    shown: '已显示 {shown} 条',
    shownOf: '已显示 {shown} 条，共 {total} 条',
    nothing: '没有符合条件的记录。',
    retry: '再试一次',
    close: '关闭',
    cancel: '取消',
    save: '保存',
    confirm: '确定',
    search: '查询',
    all: '全部',
    yes: '是',
    no: '否',
    dropFile: '把文件拖到这里，或点此选择',
    back: '返回',
    optional: '可不填',
    required: '必填',
    stepDone: '已完成',
    stepNow: '当前',
    stepLater: '未开始',
    failed: '没有办成',
    download: '下载',
    print: '打印',
    entry: '日志第 {seq} 条',
    entryHint: '在公开日志里查看这一条及其证明',
  },
  {
    copy: 'Copy',
    copied: 'Copied',
    more: 'Load more',
    loading: 'Loading…',
    shown: '{shown} shown',
    shownOf: '{shown} of {total} shown',
    nothing: 'Nothing matches.',
    retry: 'Try again',
    close: 'Close',
    cancel: 'Cancel',
    save: 'Save',
    confirm: 'Confirm',
    search: 'Search',
    all: 'All',
    yes: 'Yes',
    no: 'No',
    dropFile: 'Drop a file here, or click to choose',
    back: 'Back',
    optional: 'optional',
    required: 'required',
    stepDone: 'done',
    stepNow: 'current',
    stepLater: 'not started',
    failed: 'Not done',
    download: 'Download',
    print: 'Print',
    entry: 'log entry {seq}',
    entryHint: 'See this entry in the public log, with its proof',
  },
);
