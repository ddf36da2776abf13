// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

/** The line of one file: its name, always, what happens to it in words, a bar, and one button. */
export class Row {
  private readonly row = document.createElement('div');
  private readonly words = document.createElement('p');
  private readonly bar = document.createElement('progress');
  private readonly button = document.createElement('button');
  private act: () => void = () => undefined;
  private spoken = -1;

  constructor(
    private readonly box: HTMLElement,
    private readonly name: string,
  ) {
    this.row.className = 'p-progress';
    const title = document.createElement('p');
    const strong = document.createElement('strong');
    strong.textContent = name;
    title.append(strong);
    this.words.setAttribute('role', 'status');
    this.bar.max = 100;
    this.bar.hidden = true;
    this.bar.setAttribute('aria-label', name);
    this.button.type = 'button';
    this.button.className = 'btn btn-link';
    this.button.addEventListener('click', () => this.act());
    this.row.append(title, this.words, this.bar, this.button);
    box.append(this.row);
  }

  remove(): void {
    this.row.remove();
  }

  /** Each tenth is read aloud, every step is drawn. */
  progress(percent: number): void {
    this.bar.hidden = false;
    this.bar.value = percent;
    const tenth = Math.floor(percent / 10) * 10;
    if (tenth === this.spoken) return;
    this.spoken = tenth;
    this.say(this.text('sending', tenth));
  }

  /** The line is cut; it goes on by itself. */
  waiting(percent: number): void {
    this.spoken = -1;
    this.say(this.text('waiting', percent));
  }

  arrived(): void {
    this.bar.value = 100;
    this.say(this.text('sent'));
    this.action();
  }

  wrong(text: string): void {
    this.spoken = -1;
    this.words.textContent = text;
    this.words.className = 'p-error';
    this.bar.hidden = true;
  }

  say(text: string): void {
    this.words.className = '';
    this.words.textContent = text;
  }

  /** The button says what it does and to which file; without a name it goes. */
  action(name?: 'cancel' | 'retry' | 'forget', act: () => void = () => undefined): void {
    this.button.hidden = !name;
    this.act = act;
    if (!name) return;
    this.button.textContent = this.text(name);
    this.button.setAttribute('aria-label', `${this.text(name)} ${this.name}`);
  }

  text(name: string, percent = 0): string {
    return (this.box.dataset[name] ?? '').replace('{name}', this.name).replace('{percent}', String(Math.floor(percent)));
  }
}
