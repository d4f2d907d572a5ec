export const jid = '5544988040029@s.whatsapp.net';
export const key = { id: 'E1', remoteJid: jid, fromMe: false };

export const evolutionEvent = (event: string, data: unknown) => ({
	event,
	instance: 'sales',
	data,
	destination: 'https://agents.example.com',
	date_time: '2026-11-28T12:00:00.000Z',
	sender: '554499990000@s.whatsapp.net',
	server_url: 'https://evolution.example.com',
});

/** A message of WhatsApp Web's protocol. @param data of the event, beside the message */
export const evolutionMessage = (message: object, of: object = {}, data: object = {}) =>
	evolutionEvent('messages.upsert', {
		key: { ...key, ...of },
		pushName: 'Rui',
		message,
		messageType: Object.keys(message)[0],
		messageTimestamp: 1_700_000_000,
		...data,
	});
