import { TroupeError } from '../../../core/base/errors';
import type { Environment, Setting } from '../../../core/base/settings/setting-names';
import { readListSetting, readSetting, settingIs } from '../../../core/base/settings/settings';
import type { ProviderOptions } from '../../tracing/own-provider';

export type TracingSettings = Omit<ProviderOptions, 'warn'>;

const samplers = ['always_on', 'always_off', 'traceidratio', 'parentbased_always_on', 'parentbased_always_off', 'parentbased_traceidratio'];
const forms = ['http/protobuf', 'http/json'] as const;

/** Reads OpenTelemetry's variables; undefined if unset. @throws TroupeError INPUT_INVALID */
export function readTracingSettings(environment?: Environment): TracingSettings | undefined {
	const read = (name: Setting) => readSetting(name, environment);
	const exporters = readListSetting('OTEL_TRACES_EXPORTER', environment) ?? [];
	const exporter = exporters.includes('otlp') ? 'otlp' : pick('OTEL_TRACES_EXPORTER', ['otlp', 'none'], exporters[0]);
	const own = read('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT');
	const shared = read('OTEL_EXPORTER_OTLP_ENDPOINT') ?? (exporter === 'otlp' ? 'http://localhost:4318' : undefined);
	if (settingIs('OTEL_SDK_DISABLED', 'true', environment) || exporter === 'none' || (own ?? shared) === undefined) return undefined;
	const sampler = pick('OTEL_TRACES_SAMPLER', samplers, read('OTEL_TRACES_SAMPLER')) ?? 'parentbased_always_on';
	const form = read('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL') ?? read('OTEL_EXPORTER_OTLP_PROTOCOL');
	const pairs = (name: Setting) => readPairs(name, environment);
	return {
		url:
			own === undefined
				? `${checkAddress('OTEL_EXPORTER_OTLP_ENDPOINT', shared!).replace(/\/+$/, '')}/v1/traces`
				: checkAddress('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', own),
		headers: { ...pairs('OTEL_EXPORTER_OTLP_HEADERS'), ...pairs('OTEL_EXPORTER_OTLP_TRACES_HEADERS') },
		form: pick('OTEL_EXPORTER_OTLP_PROTOCOL', forms, form) ?? 'http/protobuf',
		timeoutMs: readNumber('OTEL_EXPORTER_OTLP_TIMEOUT', { least: 1, most: 600_000 }, environment) ?? 10_000,
		resource: { ...pairs('OTEL_RESOURCE_ATTRIBUTES'), ...nameService(read('OTEL_SERVICE_NAME'), pairs('OTEL_RESOURCE_ATTRIBUTES')) },
		sampler,
		ratio: readNumber('OTEL_TRACES_SAMPLER_ARG', { least: 0, most: 1 }, environment) ?? 1,
		showsContent: readShowsContent(environment),
	};
}

/** Other libraries use the same values in capitals. */
export function readShowsContent(environment?: Environment): boolean {
	const name = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT';
	const value = pick(name, ['true', 'false', 'span_only', 'no_content'], readSetting(name, environment));
	return value === 'true' || value === 'span_only';
}

const nameService = (name: string | undefined, resource: Record<string, string>) => ({
	'service.name': name ?? resource['service.name'] ?? 'troupe',
});

function pick<Value extends string>(name: Setting, values: readonly Value[], text: string | undefined): Value | undefined {
	if (text === undefined) return undefined;
	const value = values.find((one) => one === text.toLowerCase());
	if (value !== undefined) return value;
	throw invalid(name, `is ${JSON.stringify(text.slice(0, 64))}, expected ${values.join(' or ')}.`, 'Correct it, or unset it.');
}

function checkAddress(name: Setting, text: string): string {
	const url = URL.parse(text);
	if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password) return text;
	throw invalid(
		name,
		'is not an http or https address without a password.',
		'Write it as http://localhost:4318; keys belong in OTEL_EXPORTER_OTLP_HEADERS.',
	);
}

/** `name=value` pairs, separated by commas, percent-encoded as in W3C Baggage. */
function readPairs(name: Setting, environment?: Environment): Record<string, string> {
	const pairs = readListSetting(name, environment) ?? [];
	return Object.fromEntries(
		pairs.map((pair) => {
			const key = pair.slice(0, pair.indexOf('=')).trim();
			const value = pair.slice(pair.indexOf('=') + 1).trim();
			if (!pair.includes('=') || key === '')
				throw invalid(name, 'has an entry without a name or without "=".', 'Write it as name=value,other=value.');
			try {
				return [key, decodeURIComponent(value)];
			} catch {
				return [key, value];
			}
		}),
	);
}

function readNumber(name: Setting, { least, most }: { least: number; most: number }, environment?: Environment): number | undefined {
	const text = readSetting(name, environment);
	if (text === undefined) return undefined;
	const value = Number(text);
	if (value >= least && value <= most) return value;
	throw invalid(name, `is ${JSON.stringify(text.slice(0, 64))}, expected a number from ${least} to ${most}.`, 'Correct it, or unset it.');
}

const invalid = (setting: Setting, what: string, fix: string) =>
	new TroupeError({ code: 'INPUT_INVALID', message: `${setting} ${what}`, fix, details: { setting } });
