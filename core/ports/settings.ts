export interface StoredSetting {
	version: number;
	/** JSON. */
	value: string;
	/** `at`: milliseconds since the epoch. */
	author: string;
	at: number;
}

/** Shared by all processes and machines of an installation. The tenant `*` is the installation itself. */
export interface SettingStore {
	/** Undefined if it was never set. */
	read(tenant: string, name: string): Promise<StoredSetting | undefined>;
	write(tenant: string, name: string, setting: Pick<StoredSetting, 'value' | 'author' | 'at'>): Promise<StoredSetting>;
	/** Newest first. */
	history(tenant: string, name: string): Promise<StoredSetting[]>;
}
