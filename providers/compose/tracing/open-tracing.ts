import type { Tracing } from '../../../core/ports/tracing';
import { isRegistered, openRegistered } from '../../tracing/open-telemetry';
import type { OwnTracing } from '../../tracing/own-provider';
import { readServer } from '../../../core/base/network/regions';
import { findRefusal } from '../settings/residency';
import type { TenantHost } from '../state/host-tenants';
import { warnOnce } from '../warn-once';
import { readShowsContent, readTracingSettings, type TracingSettings } from './tracing-settings';

/** One provider for each place of a process; it lives as long as the process does. */
const opened = new Map<string, Promise<OwnTracing>>();

/** Time in which a process that ends sends its last spans. */
const maxClosingMs = 3_000;

/** What decides where spans go. */
export interface TracingHost {
	/** Default: what OpenTelemetry's variables of this process say. */
	tracing?: Tracing;
}

/**
 * Returns what traces the work of a host: the provider of OpenTelemetry that n8n, or a program around Troupe, registered, or else one that sends where
 * the settings say; undefined if nobody asked for spans. Libraries are loaded only then. A setting that cannot be read is told once, and fails no work.
 */
export async function openTracing({ tracing, ...host }: TracingHost & TenantHost): Promise<Tracing | undefined> {
	if (tracing) return tracing;
	try {
		const url = isRegistered() ? undefined : readTracingSettings()?.url;
		if (!isRegistered() && url === undefined) return undefined;
		const refusal = await findRefusal('The collector of spans', url && readServer(url), host);
		if (refusal) throw refusal;
		return await (isRegistered() ? openRegistered(readShowsContent()) : openOwn());
	} catch (error) {
		return warnOnce('TROUPE_UNTRACED', 'Runs are not traced:', error);
	}
}

async function openOwn(): Promise<Tracing | undefined> {
	const settings = readTracingSettings();
	if (!settings) return undefined;
	const place = JSON.stringify(settings);
	const open = opened.get(place) ?? load(settings);
	opened.set(place, open);
	return open;
}

async function load(settings: TracingSettings): Promise<OwnTracing> {
	const { openOwnProvider } = await import('../../tracing/own-provider');
	return openOwnProvider({ ...settings, warn: warnUnsent(settings.url) });
}

/** Sends what is left before this process ends, in this time at most. */
export async function closeTracing(maxMs = maxClosingMs): Promise<void> {
	const open = [...opened.values()];
	opened.clear();
	await Promise.all(open.map(async (one) => (await one).close(maxMs)));
}

/** Names only the host of the address: the rest can be private. */
const warnUnsent = (url: string) => (fault: Error) =>
	void warnOnce('TROUPE_SPANS_UNSENT', `Spans could not be sent to the collector at ${new URL(url).host}:`, fault.cause ?? fault);
