import { statSync } from "node:fs";
import type ts from "typescript";

/** Files that are looked at again before each cell, instead of being watched: so no edit is seen too late. */
export interface WatchedFiles {
  watch(path: string, changed: (kind: "created" | "changed" | "deleted") => void): { close(): void };
  /** Calls `changed` of each file that is not as it was. */
  refresh(): void;
}

export function createWatchedFiles(): WatchedFiles {
  const entries = new Set<{ path: string; state: string; changed: Parameters<WatchedFiles["watch"]>[1] }>();
  return {
    watch(path, changed) {
      const entry = { path, state: fileState(path), changed };
      entries.add(entry);
      return { close: () => void entries.delete(entry) };
    },
    refresh() {
      for (const entry of [...entries]) {
        const before = entry.state;
        entry.state = fileState(entry.path);
        if (entry.state === before) continue;
        entry.changed(before === "" ? "created" : entry.state === "" ? "deleted" : "changed");
      }
    },
  };
}

/** Differs when the file has been written; "" when there is none. */
export function fileState(path: string): string {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat ? `${stat.mtimeNs} ${stat.size} ${stat.ino}` : "";
}

/** The system without watchers of files and folders: what may change is looked at before each cell. */
export function withoutWatchers(typescript: typeof ts, files: WatchedFiles): ts.System {
  const kinds = {
    created: typescript.FileWatcherEventKind.Created,
    changed: typescript.FileWatcherEventKind.Changed,
    deleted: typescript.FileWatcherEventKind.Deleted,
  };
  const watchFile: ts.System["watchFile"] = (path, callback) =>
    path.includes("/node_modules/") ? nothing : files.watch(path, (kind) => callback(path, kinds[kind]));
  return Object.assign(Object.create(typescript.sys) as ts.System, { watchFile, watchDirectory: () => nothing });
}

const nothing: ts.FileWatcher = { close() {} };
