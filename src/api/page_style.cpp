#include "api/page_files.h"

namespace sunlot::api {

// Contrast of every pair of colours here is at least 4.5:1 (WCAG AA); sizes follow the reader's own setting.
const std::string_view kPageStyle =
    R"css(:root { --ink: #14282b; --quiet: #4a5c5f; --line: #dedbd2; --ground: #f7f5f0; --paper: #ffffff; --link: #0f5257;
  --deep: #0b3a3e; --good: #23643c; --good-ground: #e7f2ea; --bad: #9c2a22; --bad-ground: #faeae8; --warm: #9a4a12; --warm-ground: #fbf0e2; --code: #f3f0e9; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); line-height: 1.65; overflow-wrap: anywhere;
  font-family: "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", system-ui, sans-serif; }
.skip { position: absolute; left: -999rem; } .skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .4rem; }
header.top { background: var(--deep); color: #fff; padding: .8rem 1rem; }
header.top .inner, main, footer.end { max-width: 64rem; margin: 0 auto; }
header.top .inner { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: baseline; justify-content: space-between; }
header.top a { color: #fff; } header.top a:hover { color: #fff; } header.top .name { font-weight: 600; text-decoration: none; } header.top .organ { opacity: 1; font-size: .95rem; }
main { padding: 1rem; } footer.end { padding: 1rem 1rem 3rem; color: var(--quiet); font-size: .9rem; }
h1 { font-size: 1.6rem; line-height: 1.3; margin: .6rem 0 .3rem; }
h2 { font-size: 1.2rem; margin: 0 0 .6rem; color: var(--deep); } h3 { font-size: 1rem; margin: 1rem 0 .3rem; }
a { color: var(--link); } a:hover { color: var(--deep); } a:focus-visible, button:focus-visible, summary:focus-visible { outline: 3px solid var(--warm); outline-offset: 2px; }
section, .card { background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 1rem 0; }
.quiet { color: var(--quiet); } .lead { font-size: 1.05rem; }
.warning { background: var(--bad-ground); border: 1px solid var(--bad); border-left-width: .4rem; color: var(--bad); border-radius: .3rem;
  padding: .5rem .8rem; margin: .5rem 0; font-weight: 600; }
.good { color: var(--good); font-weight: 600; } .bad { color: var(--bad); font-weight: 600; }
.state { display: inline-block; border: 1px solid currentColor; border-radius: 1rem; padding: 0 .7rem; font-size: .9rem; }
code, pre, .digest { font-family: ui-monospace, "DejaVu Sans Mono", Consolas, monospace; font-size: .85em; }
code, .digest { overflow-wrap: anywhere; word-break: break-all; }
pre { background: var(--code); border: 1px solid var(--line); border-radius: .3rem; padding: .6rem; overflow-x: auto; white-space: pre-wrap; margin: .4rem 0; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--quiet); white-space: nowrap; } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--quiet); padding-bottom: .3rem; }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .2rem 1rem; margin: .4rem 0; } dt { color: var(--quiet); } dd { margin: 0; }
.button, button { display: inline-block; font: inherit; background: var(--deep); color: #fff; border: 0; border-radius: .3rem;
  padding: .5rem 1rem; min-height: 2.75rem; text-decoration: none; cursor: pointer; }
button[disabled] { background: var(--quiet); cursor: wait; } nav.pages { display: flex; gap: 1rem; margin: .8rem 0; } ol, ul { padding-left: 1.4rem; }
td.number { white-space: nowrap; overflow-wrap: normal; } nav.contents ul { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; list-style: none; padding: 0; margin: .5rem 0; }
.demo { background: var(--warm-ground); color: var(--warm); border-bottom: 1px solid var(--warm); margin: 0; padding: .4rem 1rem; text-align: center; font-weight: 600; }
ins { background: var(--good-ground); color: var(--good); } del { background: var(--bad-ground); color: var(--bad); }
.member { font-size: .8em; color: var(--quiet); } time span { white-space: nowrap; display: inline-block; }
ul.plain { list-style: none; padding: 0; } h4 { margin: .8rem 0 .2rem; }
form.ask { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; margin: .6rem 0; } form.ask label { flex: 1 1 16rem; }
form.ask input { display: block; width: 100%; font: inherit; padding: .5rem; min-height: 2.75rem; border: 1px solid var(--quiet); border-radius: .3rem; background: var(--paper); color: var(--ink); }
form.ask textarea { display: block; width: 100%; font-family: ui-monospace, "DejaVu Sans Mono", Consolas, monospace; font-size: .85rem; padding: .5rem; border: 1px solid var(--quiet); border-radius: .3rem; background: var(--paper); color: var(--ink); } form.ask label:has(textarea) { flex-basis: 100%; }
summary { cursor: pointer; font-weight: 600; padding: .3rem 0; }
@media (max-width: 40rem) {
  h1 { font-size: 1.35rem; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; }
  table.stack thead { position: absolute; left: -999rem; } table.stack tr { display: block; border-bottom: 2px solid var(--line); padding: .4rem 0; }
  table.stack td { display: block; border: 0; padding: .1rem 0; text-align: left; } table.stack td::before { content: attr(data-label) " "; color: var(--quiet); }
}
@media print { header.top { background: none; color: #000; } header.top a { color: #000; } section { border: 0; padding: 0; } .no-print { display: none; } }
)css";

const std::string_view kPageIcon =
    R"svg(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b3a3e"/>
<circle cx="16" cy="16" r="7" fill="#f5b83d"/><path d="M16 3v4M16 25v4M3 16h4M25 16h4M6.8 6.8l2.8 2.8M22.4 22.4l2.8 2.8M6.8 25.2l2.8-2.8M22.4 9.6l2.8-2.8" stroke="#f5b83d" stroke-width="2.4" stroke-linecap="round"/></svg>)svg";

}  // namespace sunlot::api
