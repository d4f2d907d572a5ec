import type * as Sdk from '@opentelemetry/sdk-trace-base';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import { setTimeout as wait } from 'node:timers/promises';
import { readRetryAfter } from '../../core/base/network/retry-after';
import { withTraceContext } from '../../core/base/trace-context';
import type { SpanFacts, Tracing } from '../../core/ports/tracing';
import { version } from '../../package.json';
import { proxiedFetch } from '../http/proxied-fetch';
import { createTracing } from './open-telemetry';

interface OtlpOptions {
	url: string;
	headers: Record<string, string>;
	form: 'http/protobuf' | 'http/json';
	timeoutMs: number;
	warn: (fault: Error) => void;
}

type Serialize = (spans: ReadableSpan[]) => Uint8Array | undefined;

const contentTypes = { 'http/protobuf': 'application/x-protobuf', 'http/json': 'application/json' };
/** OTLP 1.9, "Failures": only these are worth a retry. */
const passing = [429, 502, 503, 504];
const maxAttempts = 3;

/**
 * Sends spans by OTLP over HTTP through the environment's proxies, which OpenTelemetry's exporter ignores in n8n. Sending can be aborted: a silent
 * collector delays nobody.
 */
class OtlpExporter implements SpanExporter {
	readonly #ended = new AbortController();
	readonly #sending = new Set<Promise<void>>();

	constructor(
		private readonly options: OtlpOptions,
		private readonly serialize: Serialize,
		private readonly send: typeof fetch = proxiedFetch,
	) {}

	export(spans: ReadableSpan[], done: Parameters<SpanExporter['export']>[1]): void {
		// Its own requests belong to no trace.
		const sending = withTraceContext(undefined, () => this.#deliver(spans)).then(
			() => done({ code: 0 }),
			(error: Error) => {
				this.options.warn(error);
				done({ code: 1, error });
			},
		);
		this.#sending.add(sending);
		void sending.finally(() => this.#sending.delete(sending));
	}

	async shutdown(): Promise<void> {
		await Promise.all(this.#sending);
	}

	abort(): void {
		this.#ended.abort(new Error('it did not answer before the process ended'));
	}

	async #deliver(spans: ReadableSpan[]): Promise<void> {
		const { url, headers, form, timeoutMs } = this.options;
		const signal = AbortSignal.any([this.#ended.signal, AbortSignal.timeout(timeoutMs)]);
		const body = this.serialize(spans) as Uint8Array<ArrayBuffer> | undefined;
		if (!body) return;
		for (let attempt = 1; ; attempt += 1) {
			const response = await this.send(url, {
				method: 'POST',
				body,
				signal,
				redirect: 'manual' as const,
				headers: { ...headers, 'content-type': contentTypes[form] },
			});
			await response.body?.cancel();
			if (response.ok) return;
			if (!passing.includes(response.status) || attempt === maxAttempts) throw new Error(`it answered with status ${response.status}`);
			await wait(readRetryAfter(response.headers) ?? 500 * attempt, undefined, { signal, ref: false });
		}
	}
}

export interface ProviderOptions extends OtlpOptions {
	resource: SpanFacts;
	sampler: string;
	/** Sampled share of traces, 0 to 1. */
	ratio: number;
	showsContent: boolean;
}

export interface OwnTracing extends Tracing {
	close(maxMs: number): Promise<void>;
}

/** Max queued spans; more are dropped. */
const maxWaiting = 2_048;

export async function openOwnProvider({ resource, sampler, ratio, showsContent, ...otlp }: ProviderOptions): Promise<OwnTracing> {
	const [api, sdk, { resourceFromAttributes }, { JsonTraceSerializer, ProtobufTraceSerializer }] = await Promise.all([
		...([import('@opentelemetry/api'), import('@opentelemetry/sdk-trace-base')] as const),
		...([import('@opentelemetry/resources'), import('@opentelemetry/otlp-transformer')] as const),
	]);
	const serializer = otlp.form === 'http/json' ? JsonTraceSerializer : ProtobufTraceSerializer;
	const exporter = new OtlpExporter(otlp, (spans) => serializer.serializeRequest(spans));
	const batches = new sdk.BatchSpanProcessor(exporter, { maxQueueSize: maxWaiting, exportTimeoutMillis: otlp.timeoutMs });
	const provider = new sdk.BasicTracerProvider({
		resource: resourceFromAttributes({ 'service.version': version, ...resource }),
		sampler: chooseSampler(sdk, sampler, ratio),
		spanProcessors: [batches],
	});
	return {
		...createTracing(api, provider, showsContent),
		async close(maxMs) {
			const timer = setTimeout(() => exporter.abort(), maxMs);
			await provider.shutdown().catch(() => undefined);
			clearTimeout(timer);
		},
	};
}

/** @param name as in OTEL_TRACES_SAMPLER */
function chooseSampler(sdk: typeof Sdk, name: string, ratio: number): Sdk.Sampler {
	const root = {
		always_on: () => new sdk.AlwaysOnSampler(),
		always_off: () => new sdk.AlwaysOffSampler(),
		traceidratio: () => new sdk.TraceIdRatioBasedSampler(ratio),
	};
	const own = name.replace(/^parentbased_/, '') as keyof typeof root;
	return name === own ? root[own]() : new sdk.ParentBasedSampler({ root: root[own]() });
}
