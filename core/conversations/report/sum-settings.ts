import type { UsedSettings } from '../../ports/channels/channel-settings';
import type { ListedConversation } from '../../ports/channels/conversations';

export interface SettingsRow {
	channel: string;
	version: number;
	isTrial: boolean;
	leads: number;
	qualified: number;
	handedOver: number;
}

/**
 * Compares versions of settings by the contacts who began on the day. A contact stays with the version that answered first, also after a trial.
 * Trials come first.
 */
export function sumSettings(begun: readonly ListedConversation[], used: ReadonlyMap<string, readonly UsedSettings[]>): SettingsRow[] {
	const answered = begun.flatMap((one) => {
		const [first] = (used.get(one.id) ?? []).toSorted((a, b) => a.firstAt - b.firstAt);
		return first ? [{ ...one, first }] : [];
	});
	const groups = Map.groupBy(answered, ({ channel, first }) => JSON.stringify([channel, first.version, first.isTrial]));
	const countOf = (of: typeof answered) => new Set(of.map(({ contact }) => contact)).size;
	const rows = [...groups].map(([key, of]) => {
		const [channel, version, isTrial] = JSON.parse(key) as [string, number, boolean];
		const handedOver = countOf(of.filter(({ handOver }) => handOver !== null));
		return { channel, version, isTrial, leads: countOf(of), qualified: countOf(of.filter(({ isHot }) => isHot)), handedOver };
	});
	return rows.sort((one, other) => Number(other.isTrial) - Number(one.isTrial) || other.leads - one.leads);
}
