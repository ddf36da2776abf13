// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

// What a page gains when scripts run. Every page works without: these modules only save, warn and show progress earlier.
// Texts come from data attributes, so that they are in the language of the page and reviewed with the others.
import { autosave } from './autosave';
import { focusErrors } from './errors';
import { growTextAreas } from './grow';
import { insertTexts } from './insert';
import { guardSubmits } from './once';
import { oneTimeCodes } from './otp';
import { followProgress } from './progress';
import { watchSession } from './session';
import { keepTyped } from './typed';
import { uploads } from './upload';

focusErrors(document);
growTextAreas(document);
oneTimeCodes(document);
autosave(document);
uploads(document);
insertTexts(document);
guardSubmits(document);
keepTyped(document);
watchSession(document);
followProgress(document);
