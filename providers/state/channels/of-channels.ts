import type { ChannelsOfTenant } from '../../../core/ports';

/** A further condition on rows with `tenant` and `channel`: they are those of a process's channels. @param of undefined: of all tenants */
export function ofChannels(table: string, of: ChannelsOfTenant | undefined): { condition: string; values: string[] } {
	if (of === undefined) return { condition: '', values: [] };
	const { tenant, channels } = of;
	const named = channels && ` AND ${table}.channel IN (${channels.map(() => '?').join(', ')})`;
	return { condition: ` AND ${table}.tenant = ?${named ?? ''}`, values: [tenant, ...(channels ?? [])] };
}
