/**
 * Tells each channel what is new to it, at least once: what was told is written down after the channel has taken it. Before that it is
 * seen that it can be written down at all, so that a full disk does not make everybody hear the same with each pass.
 */
import type { PassView } from './conditions.ts';
import { type Message, messageOf } from './message.ts';
import { newsIn } from './news.ts';
import { readTold, type Told, writeTold } from './told-file.ts';

/** @property name under which it is remembered what it was told */
export type Channel = { name: 'webhook' | 'command'; send: (message: Message) => Promise<void> };

/** @property notices how many things it was told of */
export type Sent = { channel: Channel['name']; notices: number; title: string };

export type Telling = {
  channels: readonly Channel[];
  toldFile: string;
  escalateAfter: readonly number[];
  tenant: string | null;
  onSent: (sent: Sent) => void;
  onFailure: (error: unknown) => void;
};

/** @throws TransformerError NOTICE_FAILED when it cannot be remembered what is told */
export async function tellNews(view: PassView, telling: Telling): Promise<void> {
  const { channels, toldFile, escalateAfter } = telling;
  let told: Told = await readTold(toldFile);
  let isWritable = false;
  for (const channel of channels) {
    const before = told[channel.name] ?? [];
    const news = newsIn(view, before, escalateAfter);
    if (JSON.stringify(news.told) === JSON.stringify(before) && news.pieces.length === 0) continue;
    if (!isWritable) await writeTold(toldFile, told);
    isWritable = true;
    if (news.pieces.length > 0 && !(await isSent(view, telling, channel, news.pieces))) continue;
    told = { ...told, [channel.name]: news.told };
    await writeTold(toldFile, told);
  }
}

async function isSent(
  { now }: PassView,
  { tenant, onSent, onFailure }: Telling,
  channel: Channel,
  pieces: Parameters<typeof messageOf>[0],
): Promise<boolean> {
  const message = messageOf(pieces, tenant, now);
  try {
    await channel.send(message);
    onSent({ channel: channel.name, notices: pieces.length, title: message.title });
    return true;
  } catch (error) {
    onFailure(error);
    return false;
  }
}
