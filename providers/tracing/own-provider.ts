import type * as Sdk from '@opentelemetry/sdk-trace-base';
import type { SpanFacts, Tracing } from '../../core/ports/tracing';
import { version } from '../../package.json';
import { createTracing } from './open-telemetry';
import { OtlpExporter, type OtlpOptions } from './otlp-exporter';

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
