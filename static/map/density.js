/* The density of incidents as a quiet surface with a few steps, as an alternative to circles. Each cell is spread over
 * its surroundings on a coarse grid, which is then drawn enlarged: steps instead of a blur, so that it can be read. */
(function (S) {
  "use strict";
  const GRID = 3, REACH = 44, STEPS = [0.07, 0.15, 0.27, 0.43, 0.65], ALPHA = [0.16, 0.3, 0.44, 0.58, 0.72];
  let layer = null;
  const small = document.createElement("canvas");

  function kernel() {
    const n = Math.round(REACH / GRID), out = [];
    for (let y = -n; y <= n; y++) for (let x = -n; x <= n; x++) {
      const d = (x * x + y * y) / (n * n);
      if (d < 1) out.push([x, y, (1 - d) ** 3]);
    }
    return out;
  }
  const KERNEL = kernel();

  /** Weight of each square of the grid over `bounds`, and the largest. */
  function field(style, bounds, width, height) {
    const map = S.state.map, grid = new Float32Array(width * height);
    let most = 0;
    for (const c of style.list) {
      const p = map.latLngToLayerPoint([c.lat, c.lon]), weight = Math.sqrt(Math.max(1, c.value));
      const cx = Math.round((p.x - bounds.min.x) / GRID), cy = Math.round((p.y - bounds.min.y) / GRID);
      for (const [dx, dy, share] of KERNEL) {
        const x = cx + dx, y = cy + dy;
        if (x < 0 || y < 0 || x >= width || y >= height) continue;
        const sum = (grid[y * width + x] += weight * share);
        if (sum > most) most = sum;
      }
    }
    return { grid, most };
  }

  function paint(ctx, bounds) {
    const style = S.cellStyle.of(S.state.payload);
    if (!style.density || !style.list.length) return;
    const size = bounds.getSize(), width = Math.ceil(size.x / GRID), height = Math.ceil(size.y / GRID);
    const { grid, most } = field(style, bounds, width, height), color = style.palette.cell;
    const rgb = [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16));
    small.width = width; small.height = height;
    const pen = small.getContext("2d"), picture = pen.createImageData(width, height);
    for (let i = 0; i < grid.length; i++) {
      const step = S.cellStyle.rank(grid[i] / most, STEPS);
      if (step) picture.data.set([...rgb, Math.round(255 * ALPHA[step - 1])], 4 * i);
    }
    pen.putImageData(picture, 0, 0);
    ctx.imageSmoothingEnabled = true;
    ctx.imageSmoothingQuality = "high";
    ctx.drawImage(small, bounds.min.x, bounds.min.y, width * GRID, height * GRID);
  }

  S.density = { ALPHA };
  S.part({
    setup(map) {
      const pane = map.createPane("sp-density");
      pane.style.zIndex = 405;
      pane.style.pointerEvents = "none";
      layer = new S.CanvasLayer({ pane: "sp-density", padding: 0.2, paint: () => {} }).addTo(map);
      layer.options.paint = paint;
    },
    draw() { if (layer) layer.repaint(); },
  });
})(window.Sourcepin = window.Sourcepin || {});
