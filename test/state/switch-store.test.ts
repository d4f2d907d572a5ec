import { describeSwitches } from '../../providers/state/switches/switch-store.contract';
import { openSwitchStore } from '../../providers/state/switches/switch-store';
import { type Databases, onBoth } from '../support/servers/databases';

onBoth('switches', (openDatabases) => {
	let databases: Databases;
	let place: string;
	const opened: Array<{ close(): Promise<void> }> = [];
	beforeAll(async () => {
		databases = await openDatabases();
	});
	beforeEach(async () => void (place = await databases.create()));
	afterEach(() => Promise.all(opened.splice(0).map((store) => store.close())));
	afterAll(() => databases.remove());
	describeSwitches(() => {
		const switches = openSwitchStore(place);
		opened.push(switches);
		return switches;
	});
});
