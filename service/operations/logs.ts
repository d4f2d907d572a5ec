import * as Type from 'typebox/type';
import { closed, optional } from '../../core/base/shape';
import { everyTenant } from '../../core/base/tenant';
import { integer, string, time } from '../../manifests/registry/api/answer-fields';
import { limit, text } from '../../manifests/registry/api/fields';
import { openKeptLog } from '../../providers/compose/state/host-log';
import type { KeptLine } from '../../providers/state/log/log-store';
import { type LogLine, logLevels } from '../log/log-line';
import { maxRunId } from '../../core/ports/runs/run-records';
import { operation, type OperationContext, type OperationHost } from './operation';

/** The machine's operator reads all tenants' lines, or one's. HTTP callers read their own. */
type LogPlace = OperationHost & { operator?: { tenant?: string } };

const describe = ({ id, line, source, tenant }: KeptLine & { id: number }) => ({ ...(JSON.parse(line) as LogLine), id, tenant, source });
export type DescribedLine = ReturnType<typeof describe>;

export const listLogLines = operation({
	summary: 'Read the log of all processes, the oldest line first: the newest, or the first after one',
	tag: 'logs',
	method: 'GET',
	path: 'logs',
	scope: 'log:read',
	input: {
		query: closed(
			optional({
				run: text(maxRunId),
				trace: text(32),
				limit: limit(1_000),
				level: Type.Enum([...logLevels], { description: 'This level and those above it' }),
				after: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'The first after this id; default: the newest' }),
			}),
		),
	},
	output: Type.Object({
		items: Type.Array(
			Type.Object({
				id: integer,
				time,
				level: string,
				message: string,
				tenant: string,
				source: Type.String({ description: 'The process that wrote it' }),
				run: Type.Optional(string),
				trace: Type.Optional(string),
			}),
		),
		last: Type.Integer({ description: 'The id to go on from: pass it as `after` for what comes later' }),
	}),
	async perform({ level, after: read, limit: max = 100, ...filter }, { host }: OperationContext<LogPlace>) {
		const store = await openKeptLog(host);
		if (!store) return { items: [], last: 0 };
		const tenant = host.operator ? (host.operator.tenant ?? everyTenant) : host.tenant;
		const levels = level && logLevels.slice(logLevels.indexOf(level));
		// Before the lines: the next read gets those that come meanwhile.
		const newest = await store.last(tenant);
		// A recreated store counts from one: followers would miss its lines.
		const after = read !== undefined && read > (await store.findHighest()) ? 0 : read;
		const items = await store.read(tenant, { ...filter, levels, after }, max);
		const last = items.at(-1)?.id ?? after ?? 0;
		return { items: items.map(describe), last: items.length < max ? Math.max(last, newest) : last };
	},
});
