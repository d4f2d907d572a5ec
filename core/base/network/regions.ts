/** Regions of servers, declared by the operator: by host, `*.` with a domain, or `n8n` for models connected in n8n. */
import { TroupeError } from '../errors';
import { isLoopback } from './loopback';

export type Regions = ReadonlyMap<string, string>;

/** Such as `br` or `eu-west`; also the label of a tenant. */
export const regionForm = '^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$';
export const maxRegionLength = 40;

/** Docker gives services names with `_`. */
const entryForm = /^((?:\*\.)?[a-z0-9_](?:[a-z0-9_.:-]*[a-z0-9_])?)=([a-z0-9-]+)$/;
const isRegion = (text: string): boolean => text.length <= maxRegionLength && new RegExp(regionForm).test(text);

/** @param entries `api.example.com=br`, `*.example.eu=eu` @throws TroupeError INPUT_INVALID */
export function parseRegions(entries: readonly string[]): Regions {
	const regions = new Map<string, string>();
	for (const entry of entries) {
		const [, server, region] = entryForm.exec(entry.trim().toLowerCase()) ?? [];
		if (server === undefined || !isRegion(region!) || regions.has(server))
			throw new TroupeError({
				code: 'INPUT_INVALID',
				message: `TROUPE_REGIONS has ${JSON.stringify(entry.slice(0, 100))}, expected a server and its region, each server once.`,
				fix: 'Write it as api.example.com=br,*.example.eu=eu.',
				details: { setting: 'TROUPE_REGIONS' },
			});
		regions.set(server, region!);
	}
	return regions;
}

/** Explains how to declare a refused server. The setting is one list: an item is added or changed. @param server undefined: unknown */
export const describeResidencyFix = (server: string | undefined, declared: string | undefined, residency: string): string =>
	`Use a server in ${residency}; or, if this one is there, ${
		declared === undefined
			? `add ${server ?? 'SERVER'}=${residency} to the list in TROUPE_REGIONS`
			: `correct its region in TROUPE_REGIONS, which declares ${server ?? 'it'} in ${declared}`
	}.`;

/** Undefined without a server. A database address can name others in its options. */
export const readServer = (url: string): string | undefined =>
	URL.parse(url)
		?.hostname.replace(/^\[|\]$/g, '')
		.toLowerCase() || undefined;

/** Nearest domain first; undefined if it is unknown. */
export function findRegion(regions: Regions, server: string): string | undefined {
	const own = regions.get(server);
	if (own !== undefined) return own;
	const parts = server.split('.');
	for (let index = 1; index < parts.length; index += 1) {
		const region = regions.get(`*.${parts.slice(index).join('.')}`);
		if (region !== undefined) return region;
	}
	return undefined;
}

/** Returns whether data with a label may go to a server: this machine, or one declared in the region or a part of it, such as `eu-west` of `eu`. */
export function isWithin(label: string, server: string | undefined, regions: Regions): boolean {
	if (server !== undefined && isLoopback(server)) return true;
	const region = server === undefined ? undefined : findRegion(regions, server);
	return region !== undefined && (region === label || region.startsWith(`${label}-`));
}
