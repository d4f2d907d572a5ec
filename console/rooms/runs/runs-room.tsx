import { place } from '../../app/router';
import { RunList } from './run-list';
import { RunPage } from './run-page';

export default function RunsRoom() {
	const [id] = place.value.rest;
	return id === undefined ? <RunList /> : <RunPage key={id} id={id} />;
}
