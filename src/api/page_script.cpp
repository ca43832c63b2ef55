#include "api/page_files.h"

namespace sunlot::api {

// Draws again in the reader's own browser: fetches seed, frame and result, computes every ticket, and compares. Written
// for browsers of ten years ago; its own SHA-256 also works where WebCrypto is switched off (plain http), and is
// checked against WebCrypto where that is there.
const std::string_view kVerifyScript = R"js("use strict";
(function () {
  var box = document.getElementById("verify");
  if (!box) { return; }
  var zh = box.getAttribute("data-lang") === "zh";
  function say(chinese, english) { return zh ? chinese : english; }

  // SHA-256 (FIPS 180-4) of bytes, as lower-case hex.
  var K = (function () {
    var out = [], n = 2, i, prime;
    while (out.length < 64) {
      for (prime = true, i = 2; i * i <= n; i++) { if (n % i === 0) { prime = false; break; } }
      if (prime) { out.push(Math.floor((Math.cbrt(n) % 1) * 4294967296) | 0); }
      n++;
    }
    return out;
  })();
  function sha256(bytes) {
    var h = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
    var length = bytes.length, blocks = (length + 72) >> 6, data = new Uint8Array(blocks * 64), w = new Int32Array(64);
    data.set(bytes); data[length] = 128;
    var view = new DataView(data.buffer);
    view.setUint32(blocks * 64 - 8, Math.floor(length / 536870912)); view.setUint32(blocks * 64 - 4, (length << 3) >>> 0);
    for (var at = 0; at < blocks * 64; at += 64) {
      var i, s0, s1, t1, t2, a = h[0], b = h[1], c = h[2], d = h[3], e = h[4], f = h[5], g = h[6], k = h[7];
      for (i = 0; i < 64; i++) {
        if (i < 16) { w[i] = view.getInt32(at + 4 * i); } else {
          s0 = w[i - 15]; s0 = (s0 >>> 7 | s0 << 25) ^ (s0 >>> 18 | s0 << 14) ^ s0 >>> 3;
          s1 = w[i - 2]; s1 = (s1 >>> 17 | s1 << 15) ^ (s1 >>> 19 | s1 << 13) ^ s1 >>> 10;
          w[i] = w[i - 16] + s0 + w[i - 7] + s1;
        }
        s1 = (e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7);
        t1 = k + s1 + (e & f ^ ~e & g) + K[i] + w[i] | 0;
        s0 = (a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10);
        t2 = s0 + (a & b ^ a & c ^ b & c) | 0;
        k = g; g = f; f = e; e = d + t1 | 0; d = c; c = b; b = a; a = t1 + t2 | 0;
      }
      h[0] = h[0] + a | 0; h[1] = h[1] + b | 0; h[2] = h[2] + c | 0; h[3] = h[3] + d | 0;
      h[4] = h[4] + e | 0; h[5] = h[5] + f | 0; h[6] = h[6] + g | 0; h[7] = h[7] + k | 0;
    }
    return h.map(function (x) { return ("0000000" + (x >>> 0).toString(16)).slice(-8); }).join("");
  }
  function bytesOf(text) { return new TextEncoder().encode(text); }
  function hash(text) { return sha256(bytesOf(text)); }
  function byBytes(a, b) { return a < b ? -1 : a > b ? 1 : 0; }

  function load(name) {
    return fetch(box.getAttribute("data-base") + name, { credentials: "omit" }).then(function (answer) {
      if (!answer.ok) { throw new Error(name + " " + answer.status); }
      return answer.text();
    });
  }
  function rowsOf(text) {
    return text.split("\n").filter(function (line) { return line !== ""; }).map(function (line) { return line.split("\t"); });
  }

  var button = document.createElement("button"), answer = document.createElement("p"), list = document.createElement("ul");
  button.type = "button"; button.textContent = say("在我的浏览器里重新抽一遍", "Draw again in my browser");
  answer.setAttribute("role", "status"); answer.setAttribute("aria-live", "polite");
  box.appendChild(button); box.appendChild(answer); box.appendChild(list);

  function line(good, text) {
    var item = document.createElement("li"), mark = document.createElement("span");
    mark.className = good ? "good" : "bad"; mark.textContent = good ? "✓ " : "✗ ";
    item.appendChild(mark); item.appendChild(document.createTextNode(text)); list.appendChild(item);
    return good;
  }

  // All tickets, a few thousand at a time, so that the page stays alive.
  function ticketsOf(frame, select) {
    return new Promise(function (resolve) {
      var tickets = new Map(), at = 0;
      (function some() {
        for (var end = Math.min(at + 4000, frame.length); at < end; at++) { tickets.set(frame[at][0], hash(select + frame[at][0])); }
        answer.textContent = say("正在计算票号 ", "Computing tickets ") + at + " / " + frame.length;
        if (at < frame.length) { setTimeout(some, 0); } else { resolve(tickets); }
      })();
    });
  }

  // The lowest tickets of each cell, as many as the result has there.
  function drawAgain(frame, tickets, result) {
    var spread = result.some(function (row) { return row[1] !== ""; }), cells = new Map(), counts = new Map(), out = [];
    function key(stratum, district) { return stratum + "\t" + (spread ? district : ""); }
    result.forEach(function (row) {
      var k = key(row[0], row[1]), n = counts.get(k) || { S: 0, R: 0 };
      n[row[3]]++; counts.set(k, n);
    });
    frame.forEach(function (row) {
      var k = key(row[1], row[2]);
      if (!cells.has(k)) { cells.set(k, []); }
      cells.get(k).push([tickets.get(row[0]), row[0]]);
    });
    cells.forEach(function (members, k) {
      var n = counts.get(k) || { S: 0, R: 0 };
      members.sort(function (a, b) { return byBytes(a[0], b[0]) || byBytes(a[1], b[1]); });
      members.slice(0, n.S + n.R).forEach(function (member, i) {
        out.push(k + "\t" + (i + 1) + "\t" + (i < n.S ? "S" : "R") + "\t" + member[0] + "\t" + member[1]);
      });
    });
    return new Set(out);
  }

  function markRows(again) {
    var rows = document.querySelectorAll("tr[data-ticket]"), wrong = 0;
    Array.prototype.forEach.call(rows, function (row) {
      function get(name) { return row.getAttribute("data-" + name); }
      var good = again.has([get("stratum"), get("district"), get("rank"), get("kind"), get("ticket"), get("id")].join("\t"));
      var verdict = row.querySelector(".verdict");
      verdict.textContent = good ? "✓" : "✗"; verdict.className = "verdict " + (good ? "good" : "bad");
      verdict.setAttribute("aria-label", good ? say("一致", "agrees") : say("不一致", "differs"));
      if (!good) { wrong++; }
    });
    return wrong;
  }

  function checkCommitments(plan, seedText) {
    var draw = box.getAttribute("data-draw"), good = true;
    seedText.split("\n").forEach(function (text) {
      var found = /^party=([^:]+):([0-9a-f]{64})$/.exec(text);
      if (!found) { return; }
      var party = plan.parties.filter(function (one) { return one.id === found[1]; })[0];
      if (!party || party.commitment !== hash("sunlot/commit/v1|" + draw + "|" + found[1] + "|" + found[2])) { good = false; }
    });
    return good;
  }

  function sameAsBrowser(text, expected) {
    if (!window.crypto || !window.crypto.subtle) { return Promise.resolve(true); }
    return window.crypto.subtle.digest("SHA-256", bytesOf(text)).then(function (digest) {
      return Array.prototype.map.call(new Uint8Array(digest), function (b) { return ("0" + b.toString(16)).slice(-2); }).join("") === expected;
    });
  }

  function verify() {
    return Promise.all([load("seed.txt"), load("frame.tsv"), load("result.tsv"), load("plan.json"), load("seal.json")]).then(function (files) {
      var seedText = files[0], frame = rowsOf(files[1]), result = rowsOf(files[2]), plan = JSON.parse(files[3]), seal = JSON.parse(files[4]);
      var seed = hash(seedText), select = hash("sunlot/derive/v1\n" + seed + "\nselect\n"), good = true;
      return sameAsBrowser(seedText, seed).then(function (same) {
        good = line(same && seed === box.getAttribute("data-seed"), say("seed.txt 的 SHA-256 就是本页的种子", "SHA-256 of seed.txt is the seed on this page")) && good;
        good = line(checkCommitments(plan, seedText), say("各方揭示的数与事先的承诺一致", "what the parties revealed is what they committed to")) && good;
        good = line(hash(files[1]) === seal.files["frame.tsv"].sha256, say("名单就是封存的那一份（" + frame.length + " 户）", "the frame is the sealed one (" + frame.length + " objects)")) && good;
        return ticketsOf(frame, select);
      }).then(function (tickets) {
        var again = drawAgain(frame, tickets, result);
        var all = result.length === again.size && result.every(function (row) { return again.has(row.join("\t")); });
        good = line(all, say("按票号重新抽取，与公布的 " + result.length + " 行结果一致", "drawn again: the same " + result.length + " rows")) && good;
        var wrong = markRows(again);
        good = line(wrong === 0, wrong === 0 ? say("本页所列逐户一致", "every row on this page agrees") : wrong + say(" 户不一致", " rows differ")) && good;
        return good;
      });
    });
  }

  button.addEventListener("click", function () {
    button.disabled = true; list.textContent = ""; answer.className = "";
    verify().then(function (good) {
      answer.textContent = good ? say("核对通过：结果确由公布的名单和种子得出。", "It holds: the result follows from the published frame and seed.")
                                : say("核对不通过！", "It does not hold!");
      answer.className = good ? "good" : "bad";
    }, function (error) {
      answer.textContent = say("无法核对：", "Can't check: ") + error.message; answer.className = "bad";
    }).then(function () { button.disabled = false; });
  });
})();
)js";

}  // namespace sunlot::api
