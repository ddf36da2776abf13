// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

import { Refused, type Answer, type Way } from './upload';

/** Sends the form with one file at once, as the browser would. */
export class Whole implements Way {
  constructor(
    private readonly file: File,
    private readonly form: HTMLFormElement,
    private readonly field: string,
  ) {}

  send(progress: (percent: number) => void, _: (percent: number) => void, signal: AbortSignal): Promise<Answer> {
    const request = new XMLHttpRequest(); // fetch does not tell how much has left
    return new Promise((resolve, reject) => {
      request.open('POST', this.form.action);
      request.setRequestHeader('Accept', 'application/json');
      request.upload.addEventListener('progress', (e) => e.lengthComputable && progress((100 * e.loaded) / e.total));
      request.addEventListener('load', () => {
        const answer = parse(request.responseText);
        if (request.status === 200) resolve(answer);
        else reject(request.status < 500 ? new Refused(answer.message ?? '') : new Error());
      });
      request.addEventListener('error', () => reject(new Error()));
      request.addEventListener('abort', () => reject(new Error()));
      signal.addEventListener('abort', () => request.abort());
      request.send(this.body());
    });
  }

  forget(): Promise<void> {
    return Promise.resolve(); // what is cut is not kept
  }

  private body(): FormData {
    const data = new FormData();
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === 'string') data.append(name, value);
    }
    data.append(this.field, this.file, this.file.name); // last, so that the server knows the rest before the bytes
    return data;
  }
}

export function parse(text: string): Answer {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return {};
  }
}
