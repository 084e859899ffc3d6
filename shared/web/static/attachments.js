// Sends files as they are, one after the other, from the disk: with progress, a way out, and a
// second try under the same id when the line breaks, so that no file comes twice.
"use strict";

(() => {
  const box = document.querySelector("[data-papers]");
  if (!box) return;
  const words = JSON.parse(box.dataset.words);
  const chooser = box.querySelector("input[type=file]");
  const sending = box.querySelector("[data-papers-sending]");
  const said = box.querySelector("[data-papers-said]");
  const list = document.querySelector("[data-papers-list]");
  const none = document.querySelector("[data-papers-none]");
  const TRIES = 4;
  const waiting = [];
  let busy = false;

  box.hidden = false;
  document.querySelector("[data-papers-unscripted]").hidden = true;

  // Where the page came over plain http there is no randomUUID.
  const newId = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
  };

  const line = (file) => {
    const row = document.createElement("li");
    const bar = document.createElement("progress");
    const name = document.createElement("span");
    const stop = document.createElement("button");
    const wrong = document.createElement("span");
    row.className = "progress-line";
    bar.max = 100;
    bar.value = 0;
    name.textContent = file.name;
    bar.setAttribute("aria-label", words.sending.replace("§", file.name));
    stop.type = "button";
    stop.className = "btn btn-sm btn-secondary";
    stop.textContent = words.cancel;
    wrong.className = "wrong";
    wrong.setAttribute("role", "alert");
    row.append(name, bar, stop, wrong);
    sending.append(row);
    return { row, bar, stop, wrong };
  };

  // Not fetch: it cannot tell how much of a file has left.
  const put = (file, id, shown, job) => new Promise((resolve) => {
    const request = new XMLHttpRequest();
    job.request = request;
    request.open("PUT", `${box.dataset.papers}/${id}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("File-Name", encodeURIComponent(file.name));
    if (box.dataset.secret) request.setRequestHeader("Tracking-Secret", box.dataset.secret);
    if (box.dataset.csrf) request.setRequestHeader("Csrf-Token", box.dataset.csrf);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) shown.bar.value = Math.floor((100 * event.loaded) / event.total);
    };
    request.onload = () => resolve({ status: request.status, answer: parsed(request) });
    request.onerror = () => resolve({ status: 0, answer: {} });
    request.onabort = () => resolve({ status: -1, answer: {} });
    request.send(file);
  });

  const parsed = (request) => {
    try {
      return JSON.parse(request.responseText);
    } catch {
      return {};
    }
  };

  const pause = (seconds) => new Promise((go) => { setTimeout(go, seconds * 1000); });

  const send = async (file, shown) => {
    const job = { request: null, stopped: false };
    const id = newId();
    shown.stop.addEventListener("click", () => {
      job.stopped = true;
      job.request?.abort();
    });
    if (file.size > Number(box.dataset.most)) return { wrong: words["attachment-too-large"] };
    if (file.size === 0) return { wrong: words["attachment-empty"] };
    let last = "lost";
    for (let n = 0; n < TRIES && !job.stopped; n += 1) {
      const { status, answer } = await put(file, id, shown, job);
      if (status === 200) return { taken: answer };
      if (status > 0 && status !== 502 && status !== 503) {
        return { wrong: words[answer.code] ?? answer.detail ?? words.away };
      }
      last = status === 503 ? "away" : "lost";
      if (!job.stopped) await pause(2 ** n);
    }
    return job.stopped ? { stopped: true } : { wrong: words[last] };
  };

  const add = (taken) => {
    if (!list) return;
    const row = box.querySelector("[data-papers-row]").content.cloneNode(true);
    const kilobytes = Math.ceil(taken.size_bytes / 1000);
    row.querySelector("[data-name]").textContent = taken.name;
    row.querySelector("[data-size]").textContent = words.size.replace("§", kilobytes);
    row.querySelectorAll("[aria-label]").forEach((e) => {
      e.setAttribute("aria-label", e.getAttribute("aria-label").replace("§", taken.name));
    });
    row.querySelectorAll("[name=paper]").forEach((e) => { e.value = taken.attachment_id; });
    row.querySelectorAll("a").forEach((e) => {
      e.href = `${box.dataset.papers}/${taken.attachment_id}`;
    });
    list.append(row);
    none.hidden = true;
  };

  const work = async () => {
    if (busy) return;
    busy = true;
    while (waiting.length) {
      const { file, shown } = waiting.shift();
      const { taken, wrong, stopped } = await send(file, shown);
      shown.stop.remove();
      shown.bar.remove();
      if (taken) {
        add(taken);
        shown.row.remove();
        said.textContent = words.done.replace("§", taken.name);
      } else {
        said.textContent = "";
        shown.wrong.textContent = stopped ? words.given_up : `▲ ${wrong}`;
      }
    }
    busy = false;
  };

  chooser.addEventListener("change", () => {
    for (const file of chooser.files) waiting.push({ file, shown: line(file) });
    chooser.value = "";
    work();
  });
})();
