/** People who seem to be one. */
export default {
  title: '疑似同一人', hint: '全镇范围内，两条居民记录像是同一个人。合并后，剂次、预约和禁忌归到保留的一条，两村的手机同步后都会更新。',
  state: '状态', states: { open: '待处理', apart: '已确认是两个人', joined: '已合并' },
  why: '依据', whys: { number: '证件号码相同', phone: '姓名、出生日期相同，电话相近', address: '姓名、出生日期相同，住址相同' },
  one: '记录一', other: '记录二', stays: '保留的记录', closed: '已并入的记录', compare: '对照', look: '查看', gone: '（记录已不在）', noName: '（无姓名）', doses: '{n} 剂次', said: '{who}，{time}', note: '说明',
  nothing: '没有疑似同一人的记录。', nothingApart: '还没有确认为两个人的。', nothingJoined: '还没有合并过。', filtered: '这样筛选没有结果。',
  pair: '对照两条记录', back: '返回列表', next: '下一对', choose: '保留这一条', lives: '住处', field: '项目', same: '相同', bothKept: '合在一起',
  differ: '只看不同的', takeThis: '{field}：采用{which}', first: '记录一', second: '记录二', conflicts: '待审核', visits: '走访', visitsStay: '走访记录留在各自的住户', visitsOf: '{n} 次，最近 {on}', none: '无',
  doneNone: '已合并。', booked: '第 {n} 剂 · {session}', twice: '合并后要在“审核”里处理：{what}', twiceDose: '第 {n} 剂有两条接种记录', twiceBooked: '第 {n} 剂有两个预约',
  join: '是同一人，合并', apart: '是两个人', remark: '备注（可不填）', ask: '合并这两条记录？',
  askStays: '保留：{name}，{place}', askCloses: '标记为重复：{name}，{place}', askMoves: '{n} 条剂次、禁忌、预约记录转到保留的一条，编号、凭证和更正都不变。', askTakes: '从另一条采用：{fields}', askLater: '手机上还没上传的内容也会跟到保留的一条，有矛盾的进入审核。', askUndo: '合错了可以在被合并的那条居民页面恢复在册，剂次等会回到原处。',
  done: '已合并，{n} 条记录已转到保留的一条。', openStays: '打开保留的记录', saidApart: '已记为两个人，不再提示。', again: '重新提示', already: '这一对已确认是两个人。', settled: '其中一条已不在册，这一对不能再合并。', renewed: '有人刚改过其中一条，已刷新，请重新核对。',
}
