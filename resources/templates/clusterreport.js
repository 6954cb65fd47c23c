"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const NONE = 65535;
  const GRAY = "#969696";
  let mode = "cluster";
  let chosen = -1; // the cluster that is looked at, -1 for all

  const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const numbers = (name) => new Uint16Array(bytes(data[name]).buffer);
  const x = numbers("x"), y = numbers("y"), tile = numbers("tile");
  const group = { cluster: numbers("cluster"), class: numbers("class") };
  const groups = { cluster: data.clusters, class: data.classes };
  const second = numbers("second"), probability = numbers("probability");
  const shown = (scene) => chosen < 0 || group.cluster[scene] === chosen;

  // What is said about a scene

  const tip = byId("tip");
  const add = (kind, text, name) => {
    const made = document.createElement(kind);
    if (text !== undefined) made.textContent = text;
    if (name) made.className = name;
    tip.append(made);
    return made;
  };
  const title = (scene) =>
    data.names ? data.names[scene] : "Scene " + (data.ids ? data.ids[scene] : scene + 1);
  const tell = (scene, left, top) => {
    if (scene < 0) {
      tip.hidden = true;
      return;
    }
    tip.dataset.scene = scene;
    tip.replaceChildren();
    const number = tile[scene];
    if (number !== NONE) {
      const place = number % (data.columns * data.columns);
      const picture = add("i", undefined, "picture s" + Math.floor(number / (data.columns * data.columns)));
      picture.style.backgroundPosition =
        -(place % data.columns) * data.pitch + "px " + -Math.floor(place / data.columns) * data.pitch + "px";
    }
    add("b", title(scene));
    const cluster = data.clusters[group.cluster[scene]];
    const line = add("div");
    if (cluster) {
      const mark = document.createElement("i");
      mark.className = "swatch";
      mark.style.background = cluster.color;
      line.append(mark, " Cluster " + cluster.number);
      if (probability[scene] !== NONE) line.append(", probability " + (probability[scene] / 10000).toFixed(2));
    } else line.append("No cluster");
    if (second[scene] !== NONE) add("div", "Second: cluster " + data.clusters[second[scene]].number, "faint");
    if (group.class[scene] !== NONE) add("div", data.classes[group.class[scene]].name);
    if (number !== NONE && data.tiles[number] !== scene) {
      add("div", "Picture: " + title(data.tiles[number]) + ", the nearest with one", "faint");
    }
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    const room = 14;
    tip.style.left = Math.max(4, left + room + box.width > innerWidth ? left - room - box.width : left + room) + "px";
    tip.style.top = Math.max(4, Math.min(top + room, innerHeight - box.height - 4)) + "px";
  };

  // The map

  const spot = byId("spot");
  const figures = all(".map");
  let sceneAt = null;
  const drawSpot = () => {
    if (!spot) return;
    const pen = spot.getContext("2d");
    pen.clearRect(0, 0, spot.width, spot.height);
    if (chosen < 0 || !sceneAt) return;
    const veil = pen.createImageData(spot.width, spot.height);
    const pixels = new Uint32Array(veil.data.buffer);
    const dark = getComputedStyle(document.documentElement).getPropertyValue("--veil").split(",").map(Number);
    const cover = (215 << 24) | (dark[2] << 16) | (dark[1] << 8) | dark[0];
    for (let i = 0; i < pixels.length; i++) {
      if (!sceneAt[i] || group.cluster[sceneAt[i] - 1] !== chosen) pixels[i] = cover;
    }
    pen.putImageData(veil, 0, 0);
  };
  const showLayer = () => {
    const wanted = mode === "class" && figures.length > 1 ? 1 : 0;
    figures.forEach((figure, number) => figure.classList.toggle("hidden", number !== wanted));
    if (spot) figures[wanted].append(spot);
  };
  const unpack = async () => {
    if (!data.map || typeof DecompressionStream === "undefined") return;
    const stream = new Blob([bytes(data.map.scenes)]).stream().pipeThrough(new DecompressionStream("deflate"));
    const steps = new Int32Array(await new Response(stream).arrayBuffer());
    const width = data.map.width;
    for (let i = width; i < steps.length; i++) steps[i] += steps[i - width];
    sceneAt = steps;
    drawSpot();
    spot.dataset.ready = "yes";
  };
  if (spot) {
    spot.addEventListener("pointermove", (event) => {
      if (!sceneAt) return;
      const box = spot.getBoundingClientRect();
      const column = Math.floor(((event.clientX - box.left) / box.width) * spot.width);
      const row = Math.floor(((event.clientY - box.top) / box.height) * spot.height);
      tell((sceneAt[row * spot.width + column] || 0) - 1, event.clientX, event.clientY);
    });
    spot.addEventListener("pointerleave", () => tell(-1));
    // The less of the colors is seen, the more of the image's own.
    const opacity = byId("opacity");
    const blend = () => {
      all(".map .colors").forEach((image) => (image.style.opacity = opacity.value / 100));
      all(".map .ground").forEach((image) => (image.style.filter = `saturate(${1 - opacity.value / 100})`));
    };
    opacity.addEventListener("input", blend);
    blend();
  }

  // The embedding

  const scatter = byId("scatter");
  const places = [];
  for (let i = 0; i < data.count; i++) if (x[i] !== NONE) places.push(i);
  const view = { scale: 1, left: 0, top: 0 };
  let width = 0, height = 0, whole = 1, planned = false;
  const across = (value) => (value - view.left) * view.scale;
  const down = (value) => (value - view.top) * view.scale;

  // Scenes by cell of a lattice, to find those near the pointer.
  const CELLS = 256;
  const starts = new Uint32Array(CELLS * CELLS + 1);
  const inCell = new Uint32Array(places.length);
  const cellOf = (i) => (y[i] >> 8) * CELLS + (x[i] >> 8);
  for (const i of places) starts[cellOf(i) + 1]++;
  for (let c = 0; c < CELLS * CELLS; c++) starts[c + 1] += starts[c];
  const filled = starts.slice();
  for (const i of places) inCell[filled[cellOf(i)]++] = i;
  const nearest = (left, top) => {
    const reach = 10 / view.scale;
    const px = left / view.scale + view.left, py = top / view.scale + view.top;
    const clamp = (v) => Math.max(0, Math.min(CELLS - 1, v >> 8));
    let found = -1, best = reach * reach;
    for (let r = clamp(py - reach); r <= clamp(py + reach); r++) {
      for (let c = clamp(px - reach); c <= clamp(px + reach); c++) {
        for (let k = starts[r * CELLS + c]; k < starts[r * CELLS + c + 1]; k++) {
          const i = inCell[k], far = (x[i] - px) ** 2 + (y[i] - py) ** 2;
          if (far <= best && shown(i)) {
            best = far;
            found = i;
          }
        }
      }
    }
    return found;
  };

  let order = [];
  const sort = () => {
    // Large groups first, so that small ones are seen; what has no group below all.
    const of = group[mode], count = groups[mode].length;
    const sizes = new Uint32Array(count);
    for (const i of places) if (of[i] !== NONE) sizes[of[i]]++;
    const rank = Array.from(sizes.keys()).sort((a, b) => sizes[b] - sizes[a]);
    const lists = new Map([[NONE, []], ...rank.map((g) => [g, []])]);
    for (const i of places) lists.get(of[i]).push(i);
    order = Array.from(lists, ([g, list]) => [g === NONE ? GRAY : groups[mode][g].color, list]);
  };
  const paintDisks = (pen, radius, ratio) => {
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    return (list, color, test) => {
      pen.fillStyle = color;
      pen.beginPath();
      for (const i of list || []) {
        const left = across(x[i]), top = down(y[i]);
        if (left < -9 || top < -9 || left > width + 9 || top > height + 9 || !test(i)) continue;
        pen.moveTo(left + radius, top);
        pen.arc(left, top, radius, 0, 6.2832);
      }
      pen.fill();
    };
  };
  const paintSquares = (pen, size, ratio) => {
    const image = pen.createImageData(scatter.width, scatter.height);
    const pixels = new Uint32Array(image.data.buffer);
    const side = Math.max(1, Math.round(size));
    return (list, color, test) => {
      if (!list) {
        pen.putImageData(image, 0, 0);
        return;
      }
      const rgb = parseInt(color.slice(1), 16);
      const value = (255 << 24) | ((rgb & 255) << 16) | (rgb & 0xff00) | (rgb >> 16);
      for (const i of list) {
        const left = Math.round(across(x[i]) * ratio - side / 2), top = Math.round(down(y[i]) * ratio - side / 2);
        if (left < 0 || top < 0 || left + side > image.width || top + side > image.height || !test(i)) continue;
        for (let row = top; row < top + side; row++) {
          const start = row * image.width + left;
          for (let at = start; at < start + side; at++) pixels[at] = value;
        }
      }
    };
  };
  const draw = () => {
    planned = false;
    const ratio = devicePixelRatio || 1;
    const pen = scatter.getContext("2d");
    const style = getComputedStyle(document.documentElement);
    const zoom = view.scale / whole;
    const size = Math.min(11, Math.max(1.6, 165 / Math.sqrt(places.length)) * Math.sqrt(zoom) + 0.6);
    // Disks as long as they are few, then squares, pixel by pixel: many times as fast.
    const disks = places.length * Math.min(1, 1 / zoom) < 8000 && size > 2.5;
    const paint = disks ? paintDisks(pen, size / 2, ratio) : paintSquares(pen, size * ratio, ratio);
    if (chosen >= 0) {
      for (const [, list] of order) paint(list, style.getPropertyValue("--line").trim(), (i) => !shown(i));
    }
    for (const [color, list] of order) paint(list, color, shown);
    paint(null);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (byId("numbers").checked && mode === "cluster") label(pen, style);
  };
  const label = (pen, style) => {
    pen.font = "700 13px system-ui, sans-serif";
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    const taken = [];
    data.clusters.forEach((cluster, number) => {
      if (!cluster.center || (chosen >= 0 && number !== chosen)) return;
      // Above the middle: all of a small cluster may be there.
      const left = across(cluster.center[0]), top = down(65534 - cluster.center[1]) - 12;
      const room = pen.measureText(cluster.number).width / 2 + 2;
      // The larger cluster keeps its number where two would cover each other.
      if (taken.some((t) => Math.abs(t[0] - left) < t[2] + room && Math.abs(t[1] - top) < 14)) return;
      taken.push([left, top, room]);
      pen.lineWidth = 4;
      pen.lineJoin = "round";
      pen.strokeStyle = style.getPropertyValue("--paper");
      pen.strokeText(cluster.number, left, top);
      pen.fillStyle = style.getPropertyValue("--ink");
      pen.fillText(cluster.number, left, top);
    });
  };
  const plan = () => {
    if (!scatter || !width || planned) return;
    planned = true;
    requestAnimationFrame(draw);
  };
  const ends = (values) => {
    let low = NONE, high = 0;
    for (const i of places) {
      low = Math.min(low, values[i]);
      high = Math.max(high, values[i]);
    }
    return [low, Math.max(high - low, 1)];
  };
  const fit = () => {
    const [left, wide] = ends(x), [top, tall] = ends(y);
    whole = Math.min((width - 44) / wide, (height - 44) / tall);
    view.scale = whole;
    view.left = left + wide / 2 - width / 2 / whole;
    view.top = top + tall / 2 - height / 2 / whole;
    plan();
  };
  const zoomAt = (factor, left, top) => {
    const scale = Math.max(whole / 2, Math.min(whole * 400, view.scale * factor));
    view.left += left / view.scale - left / scale;
    view.top += top / view.scale - top / scale;
    view.scale = scale;
    plan();
  };
  if (scatter) {
    const resize = () => {
      if (!scatter.clientWidth || !scatter.clientHeight) return; // not laid out yet
      const before = width, ratio = devicePixelRatio || 1;
      width = scatter.clientWidth;
      height = scatter.clientHeight;
      scatter.width = Math.round(width * ratio);
      scatter.height = Math.round(height * ratio);
      if (!before || view.scale === whole) fit();
      else plan();
    };
    const held = new Map();
    const at = (event) => {
      const box = scatter.getBoundingClientRect();
      return [event.clientX - box.left - 1, event.clientY - box.top - 1];
    };
    scatter.addEventListener("pointerdown", (event) => {
      held.set(event.pointerId, at(event));
      scatter.setPointerCapture(event.pointerId);
      scatter.classList.add("held");
      tell(-1);
    });
    const release = (event) => {
      held.delete(event.pointerId);
      if (!held.size) scatter.classList.remove("held");
    };
    scatter.addEventListener("pointerup", release);
    scatter.addEventListener("pointercancel", release);
    scatter.addEventListener("pointermove", (event) => {
      const now = at(event), before = held.get(event.pointerId);
      if (!before) {
        const scene = nearest(now[0], now[1]);
        tell(scene, event.clientX, event.clientY);
        return;
      }
      const other = Array.from(held).find(([id]) => id !== event.pointerId);
      if (other) {
        const span = (p) => Math.hypot(p[0] - other[1][0], p[1] - other[1][1]) || 1;
        zoomAt(span(now) / span(before), other[1][0], other[1][1]);
      } else {
        view.left -= (now[0] - before[0]) / view.scale;
        view.top -= (now[1] - before[1]) / view.scale;
        plan();
      }
      held.set(event.pointerId, now);
    });
    scatter.addEventListener("pointerleave", () => tell(-1));
    scatter.addEventListener("wheel", (event) => {
      event.preventDefault();
      tell(-1);
      zoomAt(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), ...at(event));
    }, { passive: false });
    scatter.addEventListener("dblclick", (event) => zoomAt(2, ...at(event)));
    scatter.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] }[event.key];
      if (step) {
        view.left += step[0] / view.scale;
        view.top += step[1] / view.scale;
        plan();
      } else if (event.key === "+" || event.key === "-") zoomAt(event.key === "+" ? 1.5 : 1 / 1.5, width / 2, height / 2);
      else return;
      event.preventDefault();
    });
    byId("in").addEventListener("click", () => zoomAt(1.5, width / 2, height / 2));
    byId("out").addEventListener("click", () => zoomAt(1 / 1.5, width / 2, height / 2));
    byId("whole").addEventListener("click", fit);
    byId("numbers").addEventListener("change", plan);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", plan);
    sort();
    resize();
    new ResizeObserver(resize).observe(scatter);
    // Where a scene is drawn, in pixels of the canvas.
    scatter.placeOf = (scene) => [across(x[scene]), down(y[scene])];
  }

  // What is looked at, the same everywhere

  const choose = (cluster) => {
    chosen = cluster === chosen ? -1 : cluster;
    all("[data-cluster]").forEach((row) => {
      const mine = Number(row.dataset.cluster) === chosen;
      row.classList.toggle("chosen", mine);
      if (row.hasAttribute("aria-pressed")) row.setAttribute("aria-pressed", mine);
    });
    all(".clear").forEach((button) => (button.hidden = chosen < 0));
    drawSpot();
    plan();
  };
  all("[data-cluster]").forEach((row) => {
    row.addEventListener("click", () => choose(Number(row.dataset.cluster)));
    row.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        choose(Number(row.dataset.cluster));
      }
    });
  });
  all(".clear").forEach((button) => button.addEventListener("click", () => choose(-1)));
  all("[data-mode]").forEach((button) =>
    button.addEventListener("click", () => {
      mode = button.dataset.mode;
      all("[data-mode]").forEach((other) => other.setAttribute("aria-pressed", other.dataset.mode === mode));
      showLayer();
      if (scatter) {
        sort();
        plan();
      }
    })
  );
  showLayer();
  unpack();
})();
