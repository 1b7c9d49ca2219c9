import { wxClient, type Client } from 'yiting-sdk';

/** The server of the released app. */
const SERVER = 'https://yiting.example';

let made: Promise<Client> | undefined;
let away = false;

/** Where the server is. Only apps that were not released can be sent elsewhere, for development. */
export function server(): string {
  const { envVersion } = wx.getAccountInfoSync().miniProgram;
  return (envVersion !== 'release' && wx.getStorageSync<string>('yiting.server')) || SERVER;
}

/** The one client of the app. */
export function client(): Promise<Client> {
  if (!made) {
    wx.getNetworkType({ success: ({ networkType }) => { away = networkType === 'none'; } });
    wx.onNetworkStatusChange(({ isConnected }) => { away = !isConnected; });
    made = wxClient({ url: server() });
  }
  return made;
}

/** Whether the phone knows that it has no network: then nobody is kept waiting for tries. */
export const offline = () => away;
