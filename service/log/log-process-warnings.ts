import type { EventEmitter } from 'node:events';
import { replaceWarningListeners } from '../../core/base/process-warnings';
import type { Log } from './log';

/** Logs process warnings, such as an unreachable registry. Otherwise text would mix with JSON lines. @returns a function that ends it */
export const logProcessWarnings = (log: Log, source?: EventEmitter): (() => void) =>
	replaceWarningListeners(({ name, message, code }) => log('warn', message, { warning: name, ...(code && { code }) }), source);
