// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

import { forget, keep, recall, restore, valuesOf } from './kept';
import { alive } from './session';

const pause = 800; // milliseconds after the last key; with the request, within a second
const firstRetry = 4000;
const lastRetry = 60000;

type State = 'saved' | 'saving' | 'failed';

interface Answer {
  text?: string;
  version?: number;
  message?: string;
}

/** Saves each form that has data-autosave: after a pause, on leaving a field, and on leaving the page. */
export function autosave(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>('form[data-autosave]')) new Saver(form).start();
}

class Saver {
  private readonly address: string;
  private readonly line: HTMLElement | null;
  private timer = 0;
  private retry = firstRetry;
  private dirty = false;
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(private readonly form: HTMLFormElement) {
    this.address = form.dataset['autosave'] ?? '';
    this.line = form.querySelector('[data-save-state]') ?? document.querySelector('[data-save-state]');
  }

  start(): void {
    this.recall();
    this.form.addEventListener('input', (event) => this.changed(event));
    this.form.addEventListener('change', (event) => this.changed(event));
    this.form.addEventListener('focusout', () => this.soon(0));
    this.form.addEventListener('submit', (event) => this.submitted(event));
    window.addEventListener('online', () => this.soon(0));
    window.addEventListener('pageshow', () => (this.stopped = false));
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.save(true);
    });
  }

  private changed(event: Event): void {
    if (event.target instanceof HTMLInputElement && event.target.type === 'file') return;
    this.dirty = true;
    keep(this.address, { version: this.version(), values: valuesOf(this.form) });
    this.soon(pause);
  }

  private soon(delay: number): void {
    window.clearTimeout(this.timer);
    if (this.dirty && !this.stopped) this.timer = window.setTimeout(() => this.save(false), delay);
  }

  /**
   * The submitted form carries everything, so no save may follow it. One that is under way must end first: it moves the
   * version, and the form would come with an older one.
   */
  private submitted(event: SubmitEvent): void {
    this.stopped = true;
    window.clearTimeout(this.timer);
    if (!this.running) {
      if (!this.version()) forget(this.address);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const button = event.submitter;
    void this.running.then(() => this.form.requestSubmit(button));
  }

  private save(leaving: boolean): void {
    if (!this.dirty || this.running || this.stopped) return;
    window.clearTimeout(this.timer);
    this.dirty = false;
    this.show('saving', this.text('saving'));
    this.running = this.post(leaving)
      .then((response) => this.answered(response))
      .catch(() => this.failed(this.text('failed')))
      .finally(() => {
        this.running = undefined;
        if (this.dirty && this.retry === firstRetry) this.soon(pause);
      });
  }

  private post(leaving: boolean): Promise<Response> {
    return fetch(this.address, {
      method: 'POST',
      headers: { Accept: 'application/json' },
      body: new URLSearchParams(valuesOf(this.form)),
      keepalive: leaving,
      signal: AbortSignal.timeout(20000),
    });
  }

  private async answered(response: Response): Promise<void> {
    const answer = (await response.json().catch(() => ({}))) as Answer;
    if (response.ok) {
      this.saved(answer);
    } else if (response.status === 409) {
      this.dirty = true;
      this.stopped = true; // another device was first: only a reload shows what it wrote
      this.show('failed', answer.message ?? this.text('conflict'));
    } else if (response.status === 401 || response.status === 403) {
      this.failed(this.text('session'));
    } else if (response.status < 500 && answer.message) {
      this.failed(answer.message);
    } else {
      this.failed(this.text('failed'));
    }
  }

  private saved(answer: Answer): void {
    this.retry = firstRetry;
    const version = this.form.elements.namedItem('version');
    if (answer.version !== undefined && version instanceof HTMLInputElement) version.value = String(answer.version);
    if (this.dirty) keep(this.address, { version: this.version(), values: valuesOf(this.form) });
    else forget(this.address);
    this.show('saved', answer.text ?? '');
    alive();
  }

  private failed(text: string): void {
    this.dirty = true;
    this.show('failed', text);
    this.soon(this.retry);
    this.retry = Math.min(this.retry * 2, lastRetry);
  }

  /** Brings back what a crash or a lost line left unsaved, unless the form was saved since by other means. */
  private recall(): void {
    const kept = recall(this.address);
    if (!kept) return;
    if (kept.version !== this.version()) {
      forget(this.address);
      return;
    }
    if (!restore(this.form, kept.values)) return;
    this.dirty = true;
    this.show('saving', this.text('restored'));
    this.soon(pause);
  }

  private version(): string {
    const version = this.form.elements.namedItem('version');
    return version instanceof HTMLInputElement ? version.value : '';
  }

  private text(name: string): string {
    return this.line?.dataset[name] ?? '';
  }

  private show(state: State, text: string): void {
    if (!this.line) return;
    this.line.dataset['state'] = state;
    this.line.textContent = text;
  }
}
