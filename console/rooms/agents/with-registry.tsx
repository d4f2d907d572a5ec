import type { ComponentChildren } from 'preact';
import { useQuery } from '../../api/use-query';
import { Empty } from '../../parts/empty';
import { Skeleton } from '../../parts/skeleton';
import { agentsWords as words } from './agents-words';

export function WithRegistry({ children }: { children: ComponentChildren }) {
	const { data: state, problem } = useQuery('registry', readState);
	if (state === 'off')
		return (
			<Empty title={words('noRegistry')}>
				<p>{words('noRegistryHelp')}</p>
			</Empty>
		);
	// If the state cannot be read, the registry's own fault is shown.
	if (state === undefined && !problem) return <Skeleton />;
	return <>{children}</>;
}

/** `/readyz` answers 503 with the same document if something is missing. */
async function readState(signal: AbortSignal): Promise<string> {
	const { checks } = (await (await fetch('/readyz', { signal })).json()) as { checks?: { registry?: string } };
	return checks?.registry ?? 'unknown';
}
