/** Forgets a contact, as a command does, until it is killed: `forget-victim.js HOME DATABASE PHONE`. */
import { forgetInHome } from '../../cli/privacy/home-processes';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { closeOpened } from '../../providers/compose/open-once';
import { openGate } from '../fakes/permissive-gate';
import { forgetPerson } from '../../service/privacy/forget-person';
import { lookUpContact } from '../../service/privacy/look-up-contact';

const [stateFolder = '', database = '', person = ''] = process.argv.slice(2);

async function forget(): Promise<void> {
	const host = {
		...{ gate: openGate(), agentFolders: [], providers: {}, stateFolder, database, memoryStore: database || undefined, tenant: 'default' },
		forgetInProcesses: forgetInHome({ stateFolder, database }, { environment: process.env }),
	};
	const { contacts } = await openChannels(host);
	const contact = await lookUpContact(contacts, 'default', person);
	process.stdout.write('begins\n');
	const { receipt } = await forgetPerson({ person, contact, by: 'user:test' }, host, new AbortController().signal);
	process.stdout.write(`${JSON.stringify(receipt ?? null)}\n`);
	await closeOpened();
}

void forget();
