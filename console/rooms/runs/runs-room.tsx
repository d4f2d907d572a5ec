import { place } from '../../app/router';
import { RunCompare } from './run-compare';
import { RunList } from './run-list';
import { RunPage } from './run-page';

export default function RunsRoom() {
	const [first, one, other] = place.value.rest;
	if (first === undefined) return <RunList />;
	if (first === 'compare' && one !== undefined && other !== undefined) return <RunCompare key={`${one} ${other}`} ids={[one, other]} />;
	return <RunPage key={first} id={first} />;
}
