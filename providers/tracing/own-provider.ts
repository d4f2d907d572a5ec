import type * as Sdk from '@opentelemetry/sdk-trace-base';
import type { SpanFacts, Tracing } from '../../core/ports/tracing';
import { version } from '../../package.json';
import { createTracing } from './open-telemetry';
import { OtlpExporter, type OtlpOptions } from './otlp-exporter';

export interface ProviderOptions extends OtlpOptions {
	resource: SpanFacts;
	sampler: string;
	/** The share of traces of a sampler by ratio, 0 to 1. */
	ratio: number;
	showsContent: boolean;
}

/** Tracing with a provider of its own. */
export interface OwnTracing extends Tracing {
	/** Sends what is left, in this time at most, and ends. */
	close(maxMs: number): Promise<void>;
}

/** Spans that wait for the collector; more are dropped. */
const maxWaiting = 2_048;

/** Opens a provider of spans that sends them in batches. */
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

/** @param name as OTEL_TRACES_SAMPLER has it */
function chooseSampler(sdk: typeof Sdk, name: string, ratio: number): Sdk.Sampler {
	const root = {
		always_on: () => new sdk.AlwaysOnSampler(),
		always_off: () => new sdk.AlwaysOffSampler(),
		traceidratio: () => new sdk.TraceIdRatioBasedSampler(ratio),
	};
	const own = name.replace(/^parentbased_/, '') as keyof typeof root;
	return name === own ? root[own]() : new sdk.ParentBasedSampler({ root: root[own]() });
}
