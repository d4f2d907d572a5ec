import type { Tracing } from '../../../core/ports/tracing';
import { isRegistered, openRegistered } from '../../tracing/open-telemetry';
import type { OwnTracing } from '../../tracing/own-provider';
import { readServer } from '../../../core/base/network/regions';
import { findRefusal } from '../settings/residency';
import type { TenantHost } from '../state/host-tenants';
import { warnOnce } from '../warn-once';
import { readShowsContent, readTracingSettings, type TracingSettings } from './tracing-settings';

const opened = new Map<string, Promise<OwnTracing>>();

const maxClosingMs = 3_000;

export interface TracingHost {
	/** Default: OpenTelemetry's variables. */
	tracing?: Tracing;
}

/**
 * Returns the OpenTelemetry provider that n8n or an embedding program registered, else one from the settings; undefined if nobody asked for spans.
 * Loads libraries only then. A wrong setting is reported once, and fails no work.
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

export async function closeTracing(maxMs = maxClosingMs): Promise<void> {
	const open = [...opened.values()];
	opened.clear();
	await Promise.all(open.map(async (one) => (await one).close(maxMs)));
}

/** Names only the host: the rest of the address can be private. */
const warnUnsent = (url: string) => (fault: Error) =>
	void warnOnce('TROUPE_SPANS_UNSENT', `Spans could not be sent to the collector at ${new URL(url).host}:`, fault.cause ?? fault);
