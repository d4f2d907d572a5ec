/** One version of a setting. */
export interface StoredSetting {
	version: number;
	/** JSON. */
	value: string;
	/** Who set it, and when, in milliseconds since the epoch. */
	author: string;
	at: number;
}

/** Settings that all processes and machines of an installation share, by tenant. The tenant `*` is the installation itself. */
export interface SettingStore {
	/** Returns the current version; undefined if it was never set. */
	read(tenant: string, name: string): Promise<StoredSetting | undefined>;
	/** Stores the next version, and keeps the former ones. */
	write(tenant: string, name: string, setting: Pick<StoredSetting, 'value' | 'author' | 'at'>): Promise<StoredSetting>;
	/** Returns the versions, the newest first. */
	history(tenant: string, name: string): Promise<StoredSetting[]>;
}
