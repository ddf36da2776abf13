// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

import { release } from './once';

interface Answer {
  location?: string;
  message?: string;
}

/**
 * Sends the files of a multipart form one by one with progress, cancel and retry. The form must have one file input; a
 * form with data-upload-now sends as soon as files are chosen. Without scripts the browser sends the form as a whole.
 */
export function uploads(root: ParentNode): void {
  for (const box of root.querySelectorAll<HTMLElement>('[data-upload]')) {
    const input = box.querySelector<HTMLInputElement>('input[type=file]');
    const form = input?.form;
    if (!input || form?.enctype !== 'multipart/form-data') continue;
    if (form.querySelectorAll('input[type=file]').length === 1) new Upload(box, input, form).start();
  }
}

class Upload {
  private readonly pending = new Set<Transfer>();
  private location = '';

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
  }

  private sendAll(): void {
    this.dropStopped();
    for (const file of this.input.files ?? []) {
      const transfer = new Transfer(this.box, file, this.form, this.input.name, (answer) => this.done(transfer, answer));
      this.pending.add(transfer);
      transfer.begin();
    }
    this.input.value = '';
  }

  /** What was refused or cut off waits for another try; a new choice takes its place. */
  private dropStopped(): void {
    for (const transfer of this.pending) {
      if (transfer.isRunning()) continue;
      this.pending.delete(transfer);
      transfer.remove();
    }
  }

  /** When all have arrived the page is shown anew, with what the server says of each file. */
  private done(transfer: Transfer, answer: Answer | undefined): void {
    this.pending.delete(transfer);
    if (answer?.location) this.location = answer.location;
    if (this.pending.size > 0 || !this.location) return;
    release(document);
    if (new URL(this.location, location.href).pathname === location.pathname) location.reload();
    else location.assign(this.location);
  }
}

/** One file on its way, with its line on the page. */
class Transfer {
  private readonly row = document.createElement('div');
  private readonly words = document.createElement('p');
  private readonly bar = document.createElement('progress');
  private readonly button = document.createElement('button');
  private request: XMLHttpRequest | undefined;
  private spoken = -1;

  constructor(
    private readonly box: HTMLElement,
    private readonly file: File,
    private readonly form: HTMLFormElement,
    private readonly field: string,
    private readonly done: (answer: Answer | undefined) => void,
  ) {
    this.row.className = 'p-progress';
    this.words.setAttribute('role', 'status');
    this.bar.max = 100;
    this.bar.setAttribute('aria-label', file.name);
    this.button.type = 'button';
    this.button.className = 'btn btn-link';
    this.button.addEventListener('click', () => (this.request ? this.cancel() : this.begin()));
    this.row.append(this.words, this.bar, this.button);
    box.append(this.row);
  }

  isRunning(): boolean {
    return this.request !== undefined;
  }

  remove(): void {
    this.row.remove();
  }

  begin(): void {
    const limit = Number(this.box.dataset['max']);
    if (this.file.size === 0) return this.refuse('empty');
    if (limit && this.file.size > limit) return this.refuse('tooLarge');
    this.button.textContent = this.text('cancel');
    this.progress(0);
    const request = new XMLHttpRequest();
    this.request = request;
    request.open('POST', this.form.action);
    request.setRequestHeader('Accept', 'application/json');
    request.upload.addEventListener('progress', (e) => e.lengthComputable && this.progress((100 * e.loaded) / e.total));
    request.addEventListener('load', () => this.answered(request));
    request.addEventListener('error', () => this.stopped(this.text('failed')));
    request.addEventListener('abort', () => this.stopped(this.text('cancelled')));
    request.send(this.body());
  }

  private body(): FormData {
    const data = new FormData();
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === 'string') data.append(name, value);
    }
    data.append(this.field, this.file, this.file.name); // last, so that the server knows the rest before the bytes
    return data;
  }

  private cancel(): void {
    this.request?.abort();
  }

  private answered(request: XMLHttpRequest): void {
    const answer = parse(request.responseText);
    if (request.status !== 200) return this.stopped(answer.message ?? this.text('failed'));
    this.request = undefined;
    this.words.textContent = this.text('sent');
    this.bar.value = 100;
    this.button.remove();
    this.done(answer);
  }

  private stopped(text: string): void {
    this.request = undefined;
    this.words.textContent = text;
    this.words.className = 'p-error';
    this.bar.hidden = true;
    this.button.textContent = this.text('retry');
  }

  private refuse(reason: string): void {
    this.words.textContent = this.text(reason);
    this.words.className = 'p-error';
    this.bar.hidden = true;
    this.button.remove();
    this.done(undefined);
  }

  /** Each tenth is read aloud, every step is drawn. */
  private progress(percent: number): void {
    this.bar.hidden = false;
    this.bar.value = percent;
    const tenth = Math.floor(percent / 10) * 10;
    if (tenth === this.spoken) return;
    this.spoken = tenth;
    this.words.className = '';
    this.words.textContent = this.text('sending').replace('{percent}', String(tenth));
  }

  private text(name: string): string {
    return (this.box.dataset[name] ?? '').replace('{name}', this.file.name);
  }
}

function parse(text: string): Answer {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return {};
  }
}
