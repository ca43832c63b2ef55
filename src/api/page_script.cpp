#include "api/page_files.h"

namespace sunlot::api {

// The button of a draw's page: fetches the whole bundle, hands it to the verifier (web/verifier, in a worker: the page
// stays alive), tells every check as it was found, and marks the rows shown here that stand in the verified result.
// Without the worker's file, or in a browser too old for it, it says so and points at the other ways.
const std::string_view kVerifyScript = R"js("use strict";
(function () {
  var box = document.getElementById("verify");
  if (!box) { return; }
  var zh = box.getAttribute("data-lang") === "zh";
  function say(chinese, english) { return zh ? chinese : english; }
  function pick(text) { return zh ? text.zh : text.en; }

  var button = document.createElement("button"), answer = document.createElement("p");
  var bar = document.createElement("progress"), list = document.createElement("ul");
  button.type = "button"; button.textContent = say("在我的浏览器里核对", "Check in my browser");
  answer.setAttribute("role", "status"); answer.setAttribute("aria-live", "polite");
  bar.max = 1; bar.hidden = true; bar.setAttribute("aria-label", say("核对进度", "Progress"));
  [button, answer, bar, list].forEach(function (part) { box.appendChild(part); });

  function end(className, text) {
    answer.className = className; answer.textContent = text; bar.hidden = true; button.disabled = false;
  }
  function fail(what) {
    end("bad", say("无法在此核对：", "Can't check here: ") + what + say("。请用下面的办法。", ". Use one of the other ways."));
  }

  var marks = { passed: "✓", failed: "✗", warning: "!", later: "·" };
  function addLine(line, title) {
    var item = document.createElement("li"), mark = document.createElement("span"), name = document.createElement("strong");
    mark.className = line.state === "passed" ? "good" : line.state === "failed" ? "bad" : "quiet";
    mark.textContent = marks[line.state] + " "; name.textContent = pick(title);
    item.appendChild(mark); item.appendChild(name);
    item.appendChild(document.createTextNode(say("：", ": ") + (line.place ? line.place + " " : "") + pick(line.text)));
    list.appendChild(item);
  }

  function addKey(key) {
    var item = document.createElement("li"), code = document.createElement("code");
    item.appendChild(document.createTextNode(say("日志公钥（请与公布的核对）：", "Key of the log, to be compared: ")));
    code.textContent = key; item.appendChild(code); list.appendChild(item);
  }

  // A row of this page is good when exactly it stands in the verified result.tsv.
  function markRows(lines) {
    var known = new Set(lines), wrong = 0;
    Array.prototype.forEach.call(document.querySelectorAll("tr[data-ticket]"), function (row) {
      var names = ["stratum", "district", "rank", "kind", "ticket", "id"];
      var good = known.has(names.map(function (name) { return row.getAttribute("data-" + name); }).join("\t"));
      var verdict = row.querySelector(".verdict");
      verdict.textContent = good ? "✓" : "✗"; verdict.className = "verdict " + (good ? "good" : "bad");
      verdict.setAttribute("aria-label", good ? say("一致", "agrees") : say("不一致", "differs"));
      if (!good) { wrong++; }
    });
    return wrong;
  }

  function report(message) {
    var found = message.report, seconds = (message.milliseconds / 1000).toFixed(2);
    found.lines.forEach(function (line, i) { addLine(line, message.titles[i]); });
    if (found.logKey) { addKey(found.logKey); }
    if (found.verdict === "refused") { end("bad", pick(found.text)); return; }
    var wrong = message.rows.length > 0 ? markRows(message.rows) : 0;
    if (wrong > 0) { end("bad", say("本页有 " + wrong + " 行与核对过的结果不一致！", wrong + " rows of this page are not in the verified result!")); return; }
    if (found.verdict !== "verified") { end("", pick(found.text)); return; }
    end("good", say("核对通过：各项全部一致，用时 " + seconds + " 秒。", "Verified: every check passes, in " + seconds + " s."));
  }

  function hear(worker, message) {
    if (message.kind === "progress") {
      bar.value = (message.number - 1 + message.part) / message.of;
      answer.textContent = say("正在核对：", "Checking: ") + pick(message.title) + " (" + message.number + "/" + message.of + ")";
      return;
    }
    worker.terminate();
    if (message.kind === "report") { report(message); }
    else if (message.kind === "refused") { end("bad", say("核对不通过：", "Refused: ") + pick(message.text)); }
    else { fail(message.message); }
  }

  function check(buffer) {
    var worker = new Worker(box.getAttribute("data-worker"));
    worker.onmessage = function (event) { hear(worker, event.data); };
    worker.onerror = function (event) { worker.terminate(); fail(event.message || say("没有核对程序", "the verifier is missing")); };
    worker.postMessage({ kind: "zip", bytes: new Uint8Array(buffer), now: Date.now() * 1000, rows: true }, [buffer]);
  }

  button.addEventListener("click", function () {
    button.disabled = true; list.textContent = ""; answer.className = ""; bar.hidden = false; bar.value = 0;
    answer.textContent = say("正在下载全部材料…", "Fetching the whole bundle…");
    fetch(box.getAttribute("data-bundle"), { credentials: "omit" }).then(function (answered) {
      if (!answered.ok) { throw new Error("bundle.zip " + answered.status); }
      return answered.arrayBuffer();
    }).then(check).catch(function (error) { fail(error.message); });
  });
})();
)js";

}  // namespace sunlot::api
