// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

import { Refused, type Answer, type Way } from './upload';
import { note, unnote } from './unfinished';
import { parse } from './whole';

interface Begun extends Answer {
  upload: string;
  offset: number;
}

const smallest = 256 * 1024;
const largest = 4 * 1024 * 1024;
const quick = 1000; // ms: a piece that took less may be followed by a larger one
const patience = 10; // cuts in a row, some five minutes
const longestPause = 60_000;

/**
 * Sends a file piece by piece. The server knows how many bytes it has: after a cut it is asked, and the file goes on
 * from there. A piece that arrived although its answer did not is thus never sent twice.
 */
export class Pieces implements Way {
  private upload = '';
  private size = smallest;

  constructor(
    private readonly address: string,
    private readonly file: File,
    private readonly form: HTMLFormElement,
  ) {}

  async send(progress: (percent: number) => void, waiting: (percent: number) => void, signal: AbortSignal): Promise<Answer> {
    note(this.form, this.file);
    let offset = 0;
    for (let cuts = 0; ; ) {
      try {
        offset = (await begin(this.address, this.form, this.file, signal, (begun) => (this.upload = begun.upload))).offset;
        progress(this.percent(offset));
        while (offset < this.file.size) {
          offset = await this.piece(offset, signal);
          cuts = 0;
          progress(this.percent(offset));
        }
        return await this.finish(signal);
      } catch (wrong) {
        if (wrong instanceof Refused) unnote(this.form, this.file);
        if (wrong instanceof Refused || signal.aborted || ++cuts > patience) throw wrong;
        waiting(this.percent(offset));
        await pause(Math.min(longestPause, 500 * 2 ** cuts), signal);
      }
    }
  }

  async forget(): Promise<void> {
    unnote(this.form, this.file);
    if (this.upload) await drop(this.address, this.upload);
  }

  private percent(offset: number): number {
    return (100 * offset) / this.file.size;
  }

  private async piece(offset: number, signal: AbortSignal): Promise<number> {
    const start = performance.now();
    const body = this.file.slice(offset, offset + this.size);
    const answer = await fetch(`${this.address}/${this.upload}?from=${offset}`, { method: 'PUT', body, signal, headers });
    if (answer.status === 409) throw new Error(); // out of step: ask again where it is
    const { offset: here } = await read<Begun>(answer);
    if (performance.now() - start < quick) this.size = Math.min(largest, this.size * 2);
    else this.size = Math.max(smallest, this.size / 2);
    return here;
  }

  private async finish(signal: AbortSignal): Promise<Answer> {
    const body = new URLSearchParams({ upload: this.upload, name: this.file.name });
    const answer = await read<Answer>(await fetch(this.form.action, { method: 'POST', body, signal, headers }));
    unnote(this.form, this.file);
    return answer;
  }
}

const headers = { Accept: 'application/json' };

/** Asks the server how much of a file it has. */
export async function begin(
  address: string,
  form: HTMLFormElement,
  file: { name: string; size: number; lastModified: number },
  signal?: AbortSignal,
  known: (begun: Begun) => void = () => undefined,
): Promise<Begun> {
  const body = new URLSearchParams({
    place: new URL(form.action).pathname,
    name: file.name,
    size: String(file.size),
    modified: String(file.lastModified),
  });
  const begun = await read<Begun>(await fetch(address, { method: 'POST', body, headers, ...(signal && { signal }) }));
  known(begun);
  return begun;
}

/** Tells the server that what arrived is not wanted. */
export async function drop(address: string, upload: string): Promise<void> {
  try {
    await fetch(`${address}/${upload}`, { method: 'DELETE', headers });
  } catch {
    // The server sweeps what nobody goes on with.
  }
}

/** Too many requests, and whatever a server cannot do now, pass; other refusals stay. */
async function read<T extends Answer>(answer: Response): Promise<T> {
  const said = parse(await answer.text()) as T;
  if (answer.ok) return said;
  if (answer.status >= 500 || answer.status === 429) throw new Error();
  throw new Refused(said.message ?? '');
}

/** Waits, or until the line is back. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      window.removeEventListener('online', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    window.addEventListener('online', end);
    signal.addEventListener('abort', end);
  });
}
