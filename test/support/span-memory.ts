import * as api from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { Tracing } from '../../core/ports/tracing';
import { createTracing } from '../../providers/tracing/open-telemetry';

/** Tracing whose spans stay in memory, each as soon as it ends. */
export function createSpanMemory(): { tracing: Tracing; spans: () => ReadableSpan[]; find: (name: string) => ReadableSpan[] } {
	const exporter = new InMemorySpanExporter();
	const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
	const spans = () => exporter.getFinishedSpans();
	return { tracing: createTracing(api, provider, false), spans, find: (name) => spans().filter((span) => span.name === name) };
}
