import type { Environment } from '../../../core/base/settings/setting-names';
import { readSetting } from '../../../core/base/settings/settings';

const hourMs = 3_600_000;
const [defaultAge, defaultBuffer] = [336, 1];

/** Returns when n8n prunes a current execution; null if its pruning is off. */
export function findExecutionEnd(now: number, env?: Environment): number | null {
	if (/^(?:false|0)$/i.test(readSetting('EXECUTIONS_DATA_PRUNE', env) ?? '')) return null;
	const hours = readHours('EXECUTIONS_DATA_MAX_AGE', defaultAge, env) + readHours('EXECUTIONS_DATA_HARD_DELETE_BUFFER', defaultBuffer, env);
	return now + Math.round(hours * hourMs);
}

/** n8n uses its default for an invalid number. */
function readHours(name: 'EXECUTIONS_DATA_MAX_AGE' | 'EXECUTIONS_DATA_HARD_DELETE_BUFFER', otherwise: number, env?: Environment): number {
	const hours = Number.parseFloat(readSetting(name, env) ?? '');
	return Number.isFinite(hours) && hours >= 0 ? hours : otherwise;
}
