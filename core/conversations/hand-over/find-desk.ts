import type { ChannelRecord } from '../../ports/channels/channel-records';
import type { HandOverSettings } from '../../ports/channels/hand-overs';

const deskProviders: readonly string[] = ['chatwoot'];

type Described = Pick<ChannelRecord, 'name' | 'provider' | 'handOver'>;

/** Returns the desk of a channel; undefined for one that is a desk itself. @param find finds a channel of the same tenant */
export async function findDesk(
	find: (name: string) => Promise<Pick<ChannelRecord, 'provider'> | undefined>,
	{ name: own, provider, handOver }: Described,
	settings: Partial<HandOverSettings> = {},
): Promise<{ name: string } | { missing: string }> {
	const name = settings.desk ?? handOver?.desk ?? (deskProviders.includes(provider) ? own : null);
	if (name === null) return { missing: `The channel ${own} has no notes, and names no desk (--desk).` };
	const found = name === own ? { provider } : await find(name);
	if (found === undefined) return { missing: `The desk ${name} is not a channel of the tenant.` };
	if (!deskProviders.includes(found.provider)) return { missing: `The channel ${name} cannot write notes; only one of Chatwoot can.` };
	return { name };
}
