import type { EventEmitter } from 'node:events';
import { replaceWarningListeners } from '../../core/base/process-warnings';
import type { Log } from './log';

/**
 * Logs the warnings of this process, such as that the registry cannot be reached. Otherwise they would be text between lines of JSON.
 * @returns a function that ends it
 */
export const logProcessWarnings = (log: Log, source?: EventEmitter): (() => void) =>
	replaceWarningListeners(({ name, message, code }) => log('warn', message, { warning: name, ...(code && { code }) }), source);
