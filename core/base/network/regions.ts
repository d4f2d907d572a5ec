/** Where servers are, as the operator declares it: by host, `*.` with a domain, or `n8n` for models that are connected in n8n. */
import { TroupeError } from '../errors';
import { isLoopback } from './loopback';

export type Regions = ReadonlyMap<string, string>;

/** A region, such as `br` or `eu-west`, and the label of a tenant. */
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

/** Says what to do about a server that is refused. The setting is one list: an item is added to it, or changed. @param server undefined: unknown */
export const describeResidencyFix = (server: string | undefined, declared: string | undefined, residency: string): string =>
	`Use a server in ${residency}; or, if this one is there, ${
		declared === undefined
			? `add ${server ?? 'SERVER'}=${residency} to the list in TROUPE_REGIONS`
			: `correct its region in TROUPE_REGIONS, which declares ${server ?? 'it'} in ${declared}`
	}.`;

/** Names the server of a URL; undefined for one without. An address of a database can name others in its options. */
export const readServer = (url: string): string | undefined =>
	URL.parse(url)
		?.hostname.replace(/^\[|\]$/g, '')
		.toLowerCase() || undefined;

/** Returns the declared region of a server, the nearest domain first; undefined if it is unknown. */
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

/** Tells whether data with a label may go to a server: it is this machine, or declared to be in the region or a part of it, such as `eu-west` of `eu`. */
export function isWithin(label: string, server: string | undefined, regions: Regions): boolean {
	if (server !== undefined && isLoopback(server)) return true;
	const region = server === undefined ? undefined : findRegion(regions, server);
	return region !== undefined && (region === label || region.startsWith(`${label}-`));
}
