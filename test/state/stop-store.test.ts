import { openMuteStore } from '../../providers/state/flags/mute-store';
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
		const [stops, mutes] = [openStopStore(place), openMuteStore(place)];
		opened.push(stops, mutes);
		return { stops, mutes };
	});
});
