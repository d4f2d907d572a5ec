import type { IExecuteFunctions } from 'n8n-workflow';
import { parseTraceContext, readTraceContext, type TraceContext } from '../../core/base/trace-context';

interface TracedContext {
	additionalData?: {
		executionId?: string;
		otel?: { injectTraceHeaders?: (executionId: string | undefined, node: string, headers: Record<string, string>) => void };
	};
}

/** Returns the span of the node, if n8n's OpenTelemetry is on; otherwise what surrounds it, if anything. */
export function readNodeTrace(context: Pick<IExecuteFunctions, 'getNode'>): TraceContext | undefined {
	const { additionalData } = context as TracedContext;
	const headers: Record<string, string> = {};
	try {
		additionalData?.otel?.injectTraceHeaders?.(additionalData.executionId, context.getNode().name, headers);
	} catch {
		// A later n8n can have another form of it: the run is then the first of its trace.
	}
	return parseTraceContext(headers.traceparent, headers.tracestate) ?? readTraceContext();
}
