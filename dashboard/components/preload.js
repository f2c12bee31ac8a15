/* What the map will need, loaded while a person looks for a file: an import then ends on a map that is there at once.
   What cannot be loaded is loaded later, by who needs it, and said there. */
const loaded = new Set();

export default function ({ data }) {
  const base = new URL("..", import.meta.url);
  const once = (path) => !loaded.has(path) && loaded.add(path);
  const load = () => {
    for (const path of data.modules.filter(once)) import(new URL(path, base).href).catch(() => loaded.delete(path));
    for (const path of data.files.filter(once)) fetch(new URL(path, base)).catch(() => loaded.delete(path));
  };
  const waiting = setTimeout(load, data.after);
  return () => clearTimeout(waiting);
}
