import { may } from '../../../api/session';
import { Fault } from '../../../parts/fault';
import { Skeleton } from '../../../parts/skeleton';
import { ActButtons } from '../act-buttons';
import { acts } from '../acts';
import { Facts } from '../facts';
import type { ItemProps } from '../item-props';
import { readers } from './read-item';
import { useItem } from './use-item';

/** An item of a kind that needs no form of its own: its facts, and what can be done. */
export function SimpleItem({ kind, id, settle, onMissing }: ItemProps) {
	const { data: facts, problem, reload } = useItem(`${kind} ${id}`, (signal) => readers[kind]!(id, signal), onMissing);
	if (!facts) return problem ? <Fault problem={problem} retry={reload} /> : <Skeleton rows={5} />;
	return (
		<>
			<Facts facts={facts} />
			<ActButtons acts={acts[kind].filter(({ name }) => name !== 'approveIt' || may('conversation:read'))} id={id} settle={settle} />
		</>
	);
}
