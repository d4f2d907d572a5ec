import { openFlagStore } from '../../providers/state/flags/flag-store';
import { describeStops } from '../../providers/state/flags/stop-store.contract';
import { openStopStore } from '../../providers/state/flags/stop-store';
import { type Databases, onBoth } from '../support/servers/databases';

onBoth('stops', (openDatabases) => {
	let databases: Databases;
	let place: string;
	const opened: Array<{ close(): Promise<void> }> = [];
	beforeAll(async () => {
		databases = await openDatabases();
	});
	beforeEach(async () => void (place = await databases.create()));
	afterEach(() => Promise.all(opened.splice(0).map((store) => store.close())));
	afterAll(() => databases.remove());
	describeStops(() => {
		const [stops, flags] = [openStopStore(place), openFlagStore(place)];
		opened.push(stops, flags);
		return { stops, flags };
	});
});
