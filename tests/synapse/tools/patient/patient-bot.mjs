// SPDX-FileCopyrightText: The Bedside authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// patient-bot.mjs: a patient on matrix-js-sdk, as far as the server can tell a stock client.
//
//   node patient-bot.mjs BASE_URL USER < commands > happenings          the password is the first line of stdin
//
// Accepts every invitation. Answers nothing and reads nothing unless told to.
//
// Everything on stdout is one JSON object a line, with t (ms since 1970) and what:
//   login, ready, invited, joined, left, message, edited, redacted, receipt, typing, power, replied,
//   sync-error, error, result, bye
// Only what other people do is reported, and only from "ready" on, but for messages that were written while
// the bot was away: those of the first sync's timeline are reported when they come.
//
// Commands on stdin are JSON objects, one a line, done one after the other. Each gives one
//   {what: "result", id, do, ok: true, ...}  or  {what: "result", id, do, ok: false, status, errcode, error, data}
// with the id of the command. A refusal by the server is a result, never the end of the bot; only a rate limit
// is waited for.
//   {id, do: "send", room, text, content?}          -> event          (content: more keys, or another msgtype)
//   {id, do: "send-all", room, texts}               -> events         (one after the other)
//   {id, do: "edit", room, event, text}             -> event
//   {id, do: "redact", room, event, reason?}        -> event
//   {id, do: "read", room, event}                                     (a public read receipt)
//   {id, do: "typing", room, on, ms?}
//   {id, do: "join" | "leave", room}
//   {id, do: "invite", room, user}
//   {id, do: "create", options}                     -> room           (options: body of createRoom)
//   {id, do: "rooms"}                               -> rooms: [{room, name, membership, may_write}]
//   {id, do: "may-write", room}                     -> may_write      (as a stock client decides)
//   {id, do: "timeline", room}                      -> messages: [{event, from, body, state}]   (oldest first)
//   {id, do: "set", reply?, delay?}          (reply: text to answer each message with, after reading it and delay ms)
//   {id, do: "stop"}
// It ends when stdin does. There is no end-to-end encryption (initRustCrypto is not called).
import { createInterface } from "node:readline";

// stdout is for our lines only, whatever the SDK wants to log.
console.log = console.info = console.debug = console.trace = () => {};
const sdk = await import("matrix-js-sdk");

const [base, user] = process.argv.slice(2);
if (!user) { console.error("usage: node patient-bot.mjs BASE_URL USER, the password on stdin"); process.exit(2); }
const stdin = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const password = (await stdin.next()).value ?? "";

const tell = (what, more = {}) => process.stdout.write(JSON.stringify({ t: Date.now(), what, ...more }) + "\n");
const failure = e => ({ status: e.httpStatus ?? 0, errcode: e.errcode ?? e.name ?? "", error: e.message ?? String(e),
  data: e.data });
const pause = ms => new Promise(resolve => setTimeout(resolve, ms));
const options = { reply: null, delay: 0 };

const auth = await sdk.createClient({ baseUrl: base }).loginRequest({ type: "m.login.password", password,
  identifier: { type: "m.id.user", user }, initial_device_display_name: "patient's portal" });
const me = auth.user_id;
const client = sdk.createClient({ baseUrl: base, accessToken: auth.access_token, userId: me,
  deviceId: auth.device_id });
tell("login", { user: me, device: auth.device_id });

let live = false;          // the first sync is done
const asked = new Set();   // rooms with an invitation that we are about to accept

// Not by the SDK: it gives a rate-limited message up.
async function patiently(what) {
  for (;;) {
    try { return await what(); }
    catch (e) {
      if (e.errcode !== "M_LIMIT_EXCEEDED") throw e;
      await pause(e.data?.retry_after_ms ?? 1000);
    }
  }
}

async function invited(room, by) {
  tell("invited", { room, by });
  if (asked.has(room)) return;
  asked.add(room);
  try { await client.joinRoom(room); tell("joined", { room }); }
  catch (e) { tell("error", { at: "join", room, ...failure(e) }); }
  finally { asked.delete(room); }
}

async function answer(room, ev) {
  try {
    await client.sendReadReceipt(ev);
    if (options.delay) await pause(options.delay);
    const sent = await patiently(() => client.sendTextMessage(room, options.reply));
    tell("replied", { room, event: sent.event_id });
  } catch (e) { tell("error", { at: "reply", room, ...failure(e) }); }
}

client.on(sdk.RoomMemberEvent.Membership, (ev, member) => {
  if (member.userId !== me) return;
  if (member.membership === "invite" && live) invited(member.roomId, ev.getSender());
  if (["leave", "ban"].includes(member.membership)) tell("left", { room: member.roomId, by: ev.getSender() });
});
client.on(sdk.RoomEvent.Timeline, (ev, room, toStart, _removed, data) => {
  if (toStart || !data?.liveEvent || ev.getSender() === me) return;
  const about = { room: room.roomId, from: ev.getSender(), event: ev.getId() };
  const content = ev.getContent(), relates = content["m.relates_to"];
  if (ev.getType() === "m.room.redaction")
    tell("redacted", { ...about, redacts: ev.event.redacts ?? content.redacts });
  else if (ev.getType() !== "m.room.message") return;
  else if (relates?.rel_type === "m.replace")
    tell("edited", { ...about, to: relates.event_id, body: content["m.new_content"]?.body });
  else {
    tell("message", { ...about, body: content.body, msgtype: content.msgtype, content });
    if (live && options.reply && content.msgtype === "m.text") answer(room.roomId, ev);
  }
});
client.on(sdk.RoomEvent.Receipt, (ev, room) => {
  if (!live) return;
  for (const [event, kinds] of Object.entries(ev.getContent()))
    for (const who of Object.keys(kinds["m.read"] ?? {}))
      if (who !== me) tell("receipt", { room: room.roomId, from: who, event });
});
client.on(sdk.RoomMemberEvent.Typing, (_ev, member) => {
  if (live && member.userId !== me) tell("typing", { room: member.roomId, from: member.userId, on: member.typing });
});
client.on(sdk.RoomStateEvent.Events, ev => {
  if (!live || ev.getType() !== "m.room.power_levels") return;
  setImmediate(() => {   // the SDK applies the levels after this event
    const room = client.getRoom(ev.getRoomId());
    if (room?.getMyMembership() === "join")
      tell("power", { room: room.roomId, from: ev.getSender(), may_write: room.maySendMessage() });
  });
});

// A room that others have just made may not have come yet.
async function joined(id) {
  for (let n = 0; n < 100; n++) {
    const room = client.getRoom(id);
    if (room?.getMyMembership() === "join") return room;
    await pause(50);
  }
  throw new Error(`unknown room ${id}`);
}

const send = async c =>
  (await patiently(() => client.sendMessage(c.room, { msgtype: "m.text", body: c.text, ...c.content }))).event_id;
const commands = {
  send: async c => { await joined(c.room); return { event: await send(c) }; },
  "send-all": async c => {
    await joined(c.room);
    const events = [];
    for (const text of c.texts) events.push(await send({ room: c.room, text }));
    return { events };
  },
  edit: async c => {
    const relates = { rel_type: "m.replace", event_id: c.event };
    const content = { "m.new_content": { msgtype: "m.text", body: c.text }, "m.relates_to": relates };
    return { event: await send({ room: c.room, text: `* ${c.text}`, content }) };
  },
  redact: async c => {
    const sent = await client.redactEvent(c.room, c.event, undefined, { reason: c.reason });
    return { event: sent.event_id };
  },
  read: async c => {
    const known = (await joined(c.room)).findEventById(c.event);
    const event = known ?? new sdk.MatrixEvent({ ...await client.fetchRoomEvent(c.room, c.event), room_id: c.room });
    await client.sendReadReceipt(event);
  },
  typing: async c => { await client.sendTyping(c.room, !!c.on, c.ms ?? 30000); },
  join: async c => { await client.joinRoom(c.room); },
  leave: async c => { await client.leave(c.room); },
  invite: async c => { await client.invite(c.room, c.user); },
  create: async c => ({ room: (await client.createRoom(c.options ?? {})).room_id }),
  rooms: async () => ({ rooms: client.getRooms().map(r => ({ room: r.roomId, name: r.name,
    membership: r.getMyMembership(), may_write: r.maySendMessage() })) }),
  "may-write": async c => ({ may_write: (await joined(c.room)).maySendMessage() }),
  timeline: async c => ({ messages: (await joined(c.room)).getLiveTimeline().getEvents()
    .filter(ev => ev.getType() === "m.room.message")
    .map(ev => ({ event: ev.getId(), from: ev.getSender(), body: ev.getContent().body, state: ev.status })) }),
  set: async ({ id: _id, do: _do, ...more }) => { Object.assign(options, more); },
  stop: async () => { setImmediate(stop); },
};

async function obey(line) {
  let c;
  try { c = JSON.parse(line); }
  catch { tell("result", { ok: false, errcode: "BAD_LINE", error: "not JSON", line }); return; }
  const name = { id: c.id, do: c.do };
  if (!Object.hasOwn(commands, c.do)) {
    tell("result", { ...name, ok: false, errcode: "BAD_COMMAND", error: `no command ${c.do}` });
    return;
  }
  try { tell("result", { ...name, ok: true, ...await commands[c.do](c) }); }
  catch (e) { tell("result", { ...name, ok: false, ...failure(e) }); }
}

let ending = false;
async function stop() {
  if (ending) return;
  ending = true;
  client.stopClient();
  await Promise.race([client.logout(true).catch(() => {}), pause(2000)]);
  tell("bye");
  process.exit(0);
}
process.on("SIGTERM", stop);
process.on("SIGINT", stop);

const prepared = new Promise(resolve => client.on(sdk.ClientEvent.Sync, state => {
  if (state === "PREPARED") resolve();
  if (state === "ERROR") tell("sync-error");
}));
await client.startClient({ initialSyncLimit: 20, lazyLoadMembers: true });
await prepared;
live = true;
for (const room of client.getRooms())   // invitations that were there before the start
  if (room.getMyMembership() === "invite") await invited(room.roomId, room.getMember(me)?.events.member?.getSender());
tell("ready", { rooms: client.getRooms().length });
for await (const line of { [Symbol.asyncIterator]: () => stdin }) if (line.trim()) await obey(line);
await stop();
