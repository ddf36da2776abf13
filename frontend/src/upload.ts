// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

import { forget, keep, recall, restore, valuesOf } from './kept';
import { release } from './once';
import { recallUnfinished } from './unfinished';
import { Pieces } from './pieces';
import { Row } from './row';
import { Whole } from './whole';

/** What the server says of a file that it took. */
export interface Answer {
  location?: string;
  message?: string;
}

/** One file on its way. It ends with the server's answer, or throws what went wrong. */
export interface Way {
  send(progress: (percent: number) => void, waiting: (percent: number) => void, signal: AbortSignal): Promise<Answer>;
  /** The person gave up: what arrived is not wanted. */
  forget(): Promise<void>;
}

/** The server looked at the file and does not take it: trying again would end the same. */
export class Refused extends Error {}

/**
 * Sends the files of a multipart form one by one with progress, cancel and retry. The form must have one file input; a
 * form with data-upload-now sends as soon as files are chosen. Where the box names an address for pieces, a file goes on
 * after a cut or a reload from where it was. Without scripts the browser sends the form as a whole.
 */
export function uploads(root: ParentNode): void {
  const form = beside();
  const kept = form && recall(form.action);
  if (kept) {
    restore(form, kept.values);
    forget(form.action);
  }
  for (const box of root.querySelectorAll<HTMLElement>('[data-upload]')) {
    const input = box.querySelector<HTMLInputElement>('input[type=file]');
    const form = input?.form;
    if (!input || form?.enctype !== 'multipart/form-data') continue;
    if (form.querySelectorAll('input[type=file]').length === 1) new Upload(box, input, form).start();
  }
}

/** The form next to the files that does not save by itself: what is typed there outlives the page that shows a file. */
const beside = (): HTMLFormElement | null => document.querySelector('form[data-beside]');

class Upload {
  private readonly pending = new Set<Transfer>();
  private location = '';
  private reminder: Row | undefined;

  constructor(
    private readonly box: HTMLElement,
    private readonly input: HTMLInputElement,
    private readonly form: HTMLFormElement,
  ) {}

  start(): void {
    this.input.addEventListener('change', () => {
      if ('uploadNow' in this.form.dataset) this.sendAll();
    });
    this.form.addEventListener('submit', (event) => {
      const other = event.submitter instanceof HTMLButtonElement && event.submitter.name !== '';
      if (other || !this.input.files?.length) return; // "remove" and the like are ordinary buttons
      event.preventDefault();
      this.sendAll();
    });
    document.addEventListener('click', (event) => this.guard(event), true);
    document.addEventListener('submit', (event) => this.guard(event), true);
    if (this.box.dataset['parts']) void recallUnfinished(this.box, this.form);
  }

  /** Who goes on while a file is chosen and not sent is told once; the second time he means it. */
  private guard(event: Event): void {
    const [file] = this.input.files ?? [];
    const from = event.target;
    if (!file || this.reminder || !(from instanceof Element) || this.form.contains(from)) return;
    if (event.type === 'click' && !from.closest('main a[href]:not([target], [href^="#"])')) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.reminder = new Row(this.box, file.name);
    this.reminder.wrong(this.reminder.text('unsent'));
    this.reminder.action();
    this.input.focus();
  }

  private sendAll(): void {
    this.dropStopped();
    this.reminder?.remove();
    this.reminder = undefined;
    for (const file of this.input.files ?? []) {
      const way = this.box.dataset['parts']
        ? new Pieces(this.box.dataset['parts'], file, this.form)
        : new Whole(file, this.form, this.input.name);
      this.pending.add(new Transfer(this.box, file, way, (transfer, answer) => this.done(transfer, answer)));
    }
    this.input.value = '';
    this.next();
  }

  /** One at a time: two on a thin line are both late. */
  private next(): void {
    const all = [...this.pending];
    if (all.some((transfer) => transfer.isRunning())) return;
    all.find((transfer) => transfer.isWaiting())?.begin();
  }

  /** What was refused or cut off waits for another try; a new choice takes its place. */
  private dropStopped(): void {
    for (const transfer of this.pending) {
      if (!transfer.isStopped()) continue;
      this.pending.delete(transfer);
      transfer.remove();
    }
  }

  /** When all have arrived the page is shown anew, with what the server says of each file. */
  private done(transfer: Transfer, answer: Answer | undefined): void {
    if (answer) this.pending.delete(transfer);
    if (answer?.location) this.location = answer.location;
    this.next();
    if (this.pending.size > 0 || !this.location) return;
    release(document);
    const form = beside();
    if (form) keep(form.action, { version: '', values: valuesOf(form) });
    if (new URL(this.location, location.href).pathname === location.pathname) location.reload();
    else location.assign(this.location);
  }
}

/** One file with its line on the page. */
class Transfer {
  private readonly row: Row;
  private control: AbortController | undefined;
  private state: 'waiting' | 'running' | 'stopped' = 'waiting';

  constructor(
    private readonly box: HTMLElement,
    private readonly file: File,
    private readonly way: Way,
    private readonly done: (transfer: Transfer, answer: Answer | undefined) => void,
  ) {
    this.row = new Row(box, file.name);
    this.row.action('cancel', () => this.cancel());
  }

  isRunning(): boolean {
    return this.state === 'running';
  }

  isWaiting(): boolean {
    return this.state === 'waiting';
  }

  isStopped(): boolean {
    return this.state === 'stopped';
  }

  remove(): void {
    this.row.remove();
  }

  begin(): void {
    const limit = Number(this.box.dataset['max']);
    if (this.file.size === 0) return this.refuse(this.row.text('empty'));
    if (limit && this.file.size > limit) return this.refuse(this.row.text('tooLarge'));
    void this.send();
  }

  private async send(): Promise<void> {
    this.state = 'running';
    this.control = new AbortController();
    const { signal } = this.control;
    this.row.progress(0);
    this.row.action('cancel', () => this.cancel());
    try {
      const answer = await this.way.send((p) => this.row.progress(p), (p) => this.row.waiting(p), signal);
      this.row.arrived();
      this.done(this, answer);
    } catch (wrong) {
      if (signal.aborted) return this.stop(this.row.text('cancelled'));
      if (wrong instanceof Refused) return this.refuse(wrong.message);
      this.stop(this.row.text('failed'));
    }
  }

  private cancel(): void {
    if (this.state === 'waiting') this.stop(this.row.text('cancelled'));
    this.control?.abort();
    void this.way.forget();
  }

  /** What was cut off, or given up, can be tried again alone. */
  private stop(text: string): void {
    this.state = 'stopped';
    this.row.wrong(text);
    this.row.action('retry', () => this.begin());
    this.done(this, undefined);
  }

  private refuse(text: string): void {
    this.state = 'stopped';
    this.row.wrong(text || this.row.text('failed'));
    this.row.action();
    this.done(this, undefined);
  }
}
