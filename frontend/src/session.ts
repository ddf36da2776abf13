// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

const warnBefore = 180; // seconds; WCAG 2.2 SC 2.2.1 asks for 20 at least
const everySecond = 1000;

/**
 * Says some minutes before that the session ends, in a dialog whose first button keeps it: one press of a key is enough. Each save,
 * and another tab, prolong it too.
 */
export function watchSession(root: Document): void {
  const seconds = Number(root.body.dataset['sessionEnds']);
  const dialog = root.querySelector<HTMLDialogElement>('dialog[data-session-warning]');
  if (seconds && dialog) new Watch(root, dialog, seconds).start();
}

class Watch {
  private end = 0;
  private isLast = false; // nothing prolongs it any more
  private dismissed = false;
  private readonly others = new BroadcastChannel('pratica-session');

  constructor(
    private readonly root: Document,
    private readonly dialog: HTMLDialogElement,
    private readonly seconds: number,
  ) {}

  start(): void {
    this.part('keep').addEventListener('click', () => void this.keep());
    this.part('close').addEventListener('click', () => this.dismiss());
    this.dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      if (this.left() > 0 && !this.isLast) void this.keep();
      else this.dismiss();
    });
    this.root.addEventListener('pratica:alive', () => this.heard());
    this.others.addEventListener('message', () => this.prolong(this.seconds));
    this.heard();
    window.setInterval(() => this.check(), everySecond);
  }

  /** The server has just answered within the session; the other tabs share it. */
  private heard(): void {
    this.prolong(this.seconds);
    this.others.postMessage('alive');
  }

  private prolong(seconds: number): void {
    this.end = Date.now() + seconds * 1000;
    this.isLast = seconds <= warnBefore;
    if (!this.isLast) this.dismissed = false;
    if (this.left() > warnBefore) this.dialog.close();
  }

  private left(): number {
    return (this.end - Date.now()) / 1000;
  }

  private check(): void {
    const left = this.left();
    if (left > warnBefore) return;
    const isOver = left <= 0;
    if (isOver && this.part('back').hidden) this.dismissed = false; // what was put aside has become true
    this.part('keep').hidden = isOver || this.isLast;
    this.part('back').hidden = !isOver;
    this.part('close').hidden = !isOver && !this.isLast;
    this.say(isOver ? 'over' : this.isLast ? 'last' : 'soon', Math.ceil(left / 60));
    if (!this.dialog.open && !this.dismissed) this.dialog.showModal();
    this.holdFocus();
  }

  /** The button that had the focus may be gone. */
  private holdFocus(): void {
    const at = this.root.activeElement;
    if (!this.dialog.open || (at instanceof HTMLElement && this.dialog.contains(at) && !at.hidden)) return;
    this.dialog.querySelector<HTMLElement>('button:not([hidden]), a:not([hidden])')?.focus();
  }

  private say(name: string, minutes: number): void {
    const words = this.dialog.dataset[name]?.replace('{minutes}', String(minutes)) ?? '';
    const text = this.part('text');
    if (text.textContent !== words) text.textContent = words; // else it would be read out each second
  }

  private async keep(): Promise<void> {
    const address = this.dialog.dataset['alive'] ?? '';
    const answer = await fetch(address, { headers: { Accept: 'application/json' } }).catch(() => undefined);
    if (!answer) return; // the line is down: the button stays, to press it again
    const { ends } = (await answer.json().catch(() => ({}))) as { ends?: number };
    if (answer.ok && ends) {
      this.prolong(ends);
      if (!this.isLast) this.others.postMessage('alive');
    } else {
      this.end = 0;
    }
    this.check();
  }

  private dismiss(): void {
    this.dismissed = true;
    this.dialog.close();
  }

  private part(name: string): HTMLElement {
    const found = this.dialog.querySelector<HTMLElement>(`[data-session-${name}]`);
    if (!found) throw new Error(`no ${name}`);
    return found;
  }
}

/** Tells watchSession that the server has just answered within the session. */
export function alive(): void {
  document.dispatchEvent(new Event('pratica:alive'));
}
