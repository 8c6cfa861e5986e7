/** The office's words. What the phone shows too stands in `shared.ts`. */
export default {
  title: '入户 · 镇办公室', mark: '入', otherLanguage: 'English', skip: '跳到内容', loading: '正在读取…', none: '暂无', all: '全部', total: '合计',
  save: '保存', saved: '已保存。手机下次同步后就会看到。', cancel: '取消', close: '关闭', add: '添加', edit: '修改', correct: '更正', remove: '移除',
  takeBack: '撤回', remark: '说明（可不填）', signOut: '退出',
  unreachable: '连不上服务器，这一步没有得到确认。填写的内容还在页面上；网络恢复后请再试。如是新增，先看列表里是否已经有了。',
  unread: '连不上服务器，读不到内容。请检查网络后刷新页面；已保存的内容不受影响。', colon: '：', listed: '、',
  unit: { households: '户', people: '人', doses: '剂次' },
  nav: {
    label: '各页', overview: '总览', residents: '居民', households: '住户', reviews: '审核', quarantine: '暂存', sessions: '接种安排', roster: '名册导入', tables: '报表',
    areas: '区域', accounts: '人员', devices: '手机',
  },
  signIn: { title: '镇办公室', hint: '请用本人的账号登录。', login: '登录名', password: '密码', enter: '登录', forgotten: '忘了密码：请镇管理员在“人员”页重置。管理员本人忘了：在服务器上运行 flask --app server admin reset。' },
  again: { title: '请重新登录', text: '{name}，登录已过期。页面上填的内容都还在；输入密码后接着保存。', goOn: '登录并继续', other: '换人登录（放弃未保存的内容）' },
  password: {
    title: '修改密码', must: '您用的是一次性密码。请先设置自己的密码，再继续。', old: '现在的密码', new: '新密码（至少 8 个字符）', again: '再输一遍新密码',
    differs: '两遍输入的新密码不一样。',
  },
  begin: {
    title: '从这里开始', text: '现在还没有居民。按下面的顺序做一遍，就可以下村入户了。', done: '已完成',
    areas: '建立区域', areasText: '镇、村、网格。导入名册时也会按名册自动建立网格。',
    roster: '导入名册', rosterText: '一行一人的 .xlsx 或 .csv，先预览，再导入。',
    campaign: '选定接种方案', campaignText: '接种对象、疫苗、间隔和禁忌都由方案规定；没有方案，所有人都算“不在范围”。',
    accounts: '登记人员并分配网格', accountsText: '网格员负责哪几个网格，村干部看哪个村。',
    phones: '绑定手机', phonesText: '在人员页打印二维码，每人扫一次，手机就能离线工作。',
  },
  overview: {
    at: '截至 {time}', reviews: '{n} 项待审核', held: '{n} 条暂存', chart: '各村接种状态', chartUnit: '在册居民，单位：人', byVillage: '各村情况',
    knocked: '已入户', remaining: '待接种', one: '至少接种一剂', full: '完成全程', booster: '已接种加强针', doses: '接种剂次',
    ofHouseholds: '占在册 {n} 户的 {share}', ofResidents: '占在册居民 {n} 人的 {share}', ofEligible: '占应种对象 {n} 人的 {share}', dosesNote: '剂次，不是人数；由 {n} 人接种',
    done: '完成接种', byStatus: '各村各状态人数', sortHint: '点表头排序，点数字看名单', householdsHead: '户数', residentsHead: '在册居民',
    head: {
      households: '户数', knocked: '已入户（户）', coverage: '入户率', residents: '在册居民', eligible: '应种对象', done: '完成接种', rate: '完成率', remaining: '待接种', one: '至少一剂', full: '全程', booster: '加强针', doses: '剂次',
    },
    age: '手机最早同步', noPhone: '没有手机', neverSynced: '从未同步', behind: '{of} 部中 {n} 部今天未同步', unsent: '{n} 条未上传',
    note: '户数不含已不存在、重复和录入有误的户；居民只计在册的人。应种对象 = 在册居民减去不在范围、禁忌/推迟；完成率 = 完成接种 ÷ 应种对象，与手机上的“完成接种”同一口径。“全程”按针次算，满了加强间隔又该打加强针的人也在内，所以可能多于“完成接种”。待接种 = 逾期、应种、已预约、观望、未到时间；外出、拒绝另列。剂次不是人数。',
  },
  area: {
    county: '县', township: '镇', village: '村', grid: '网格', name: '名称', code: '编号', people: '责任人', add: '新增{level}', addTownship: '建立本镇',
    addVillage: '新增村', addGrid: '新增网格', rename: '改名', fold: '展开或收起 {name}', codeAuto: '不填则自动编号',
    nothing: '还没有区域。请先建立本镇（12 位统计用区划代码），再添加村和网格。', nobodyYet: '还没有登记人员，请先到“人员”页添加。',
  },
  duty: { leader: '包保领导', department: '包保部门', cadre: '村干部', canvasser: '网格员', reviewer: '镇审核员', admin: '镇管理员' },
  residents: {
    search: '查找', searchHint: '姓名、拼音首字母、证件、电话、门牌', status: '状态', doses: '接种情况', knocked: '入户', yesKnocked: '已入户', notKnocked: '未入户',
    review: '审核', inReview: '待审核', order: '排序', size: '每页', print: '打印名单', export: '导出表格', closed: '已不在册', nobody: '没有符合条件的居民。',
    clear: '清除条件', remaining: '待接种', remainingText: '逾期、应种、已预约、观望、未到时间', in_scope: '在范围内', in_scopeText: '在册居民减去不在范围', eligible: '应种对象', eligibleText: '在册居民减去不在范围、禁忌/推迟', ofSession: '只列预约了这一场的人：{session}', noName: '（未填姓名）',
  },
  doses: { none: '未接种', one: '至少一剂', full: '完成全程', booster: '已接种加强针' },
  column: { place: '网格与门牌', name: '姓名', birth: '出生日期', status: '状态', due: '应种日期', visit: '最近入户', doses: '剂次' },
  sort: {
    walk: '走访顺序', name: '姓名', status: '状态', due: '应种日期', '-birth': '年龄从小到大', birth: '年龄从大到小', '-last_visit': '最近入户在前',
    last_visit: '最久未入户在前', '-updated': '最近修改在前', '-doses': '剂次从多到少', doses: '剂次从少到多',
  },
  pager: { label: '翻页', below: '翻页（下方）', range: '第 {from}–{to} 条，共 {total} 条', first: '首页', previous: '上一页', next: '下一页', last: '末页' },
  masked: { hint: '点击显示完整号码' },
  resident: {
    person: '本人', members: '同户 {n} 人', toGrid: '本网格名单', corrects: '更正会另存一条，原来那条作废并留在历史里。',
    conflict: '已保存。打开页面后有人改过同一项：两个内容都留着，请在下面定夺。',
  },
  household: {
    add: '新增一户', addResident: '添加居民', open: '这一户的页面', toGrid: '本网格各户', searchHint: '街巷、门牌、姓名', people: '在册的人', somebody: '有人在册', nobody: '无人在册', standing: '现有的户', count: '在册人数', who: '在册居民',
    visits: '入户次数', none: '没有符合条件的户。', more: '另有 {n} 户，请再写详细些。', move: '迁到这一户', moveOther: '迁到另一户', moveTitle: '{name}现在住在哪一户？',
    moveHint: '接种、禁忌、预约记录跟着本人走；原网格的手机下次同步后不再有此人。',
  },
  identity: {
    wrong: '证件号码：{what}纸上若就是这样写的，也可以照样保存。', differs: '证件号码里的出生日期或性别与填写的不一致，请核对。',
    length: '应为 18 位（老证 15 位）。', characters: '只能有数字，末位可以是 X。', region: '前两位不是有效的省份代码。', birth: '其中的出生日期不存在。', check_digit: '校验码不符，可能有一位录错。',
  },
  campaign: {
    title: '接种方案', about: '谁该接种、用什么疫苗、间隔多久、哪些人不宜，都由方案规定。', inForce: '现行方案', version: '第 {n} 版', window: '起止日期', none: '还没有方案：所有人都算“不在范围”，也选不了疫苗。请在下面选一个。',
    noneYet: '还没有接种方案', other: '换一个方案', begins: '开始日期（不填照原样）', use: '采用这个方案', file: '或从文件选（.json）：', unread: '这个文件读不懂：不是 JSON。没有作任何改动，请换一个文件。',
    ask: '采用“{name}”？所有居民的状态会按新方案重算，手机下次同步后照新方案提示。已登记的接种记录不变。', saved: '已采用。居民的状态正在按新方案重算。',
  },
  history: {
    somebody: '（已迁走的人）', title: '修改历史', when: '时间', who: '修改人', record: '记录', what: '内容', outcome: '结果', id: '编号', received: '{time} 收到', all: '显示全部 {n} 条',
  },
  author: { unknown: '未知', phone: '手机 {n} 号', desk: '镇办公室' },
  kind: { create: '新增', set: '修改', decide: '裁定', withdraw: '撤销' },
  outcome: {
    created: '已建立', changed: '已修改', merged: '已合并', review: '待审核', decided: '已裁定', superseded: '已被后来的取代', withdrawn: '已撤销', repeat: '重复', refused: '未接受',
  },
  late: { handover: '移交期内送到', followed: '随记录转到新网格' },
  review: {
    hint: '两个人各说各的，由您定夺；决定会同步到每部手机。', state: '处理情况', open: '待审核', decided: '已处理', kind: '种类', tickAll: '全选本页 {n} 项在册状态',
    tick: '选中 {name}', confirmMany: '确认选中的 {n} 项', nothing: '没有待审核的事项。', nothingDecided: '还没有处理过的事项。', takeThis: '以此为准', keepThis: '保留这条，另一条作废',
    keepPerson: '保留此人，另一个记为重复', bothRight: '两条都对', twoPeople: '确是两个人', reopen: '恢复在册', confirm: '确认{value}', other: '另填一个值', meanwhile: '眼下显示：{value}',
    done: '{who}于 {time} 处理', later: '后来的修改', tickNone: '全部取消选中', confirmedMany: '已确认 {n} 项，各手机下次同步后看到。', pageFinished: '这一页都处理完了。', goOn: '下一批',
    renewed: '已为您读入最新内容，请看过再定；不必刷新页面。', again: '重新裁定', restore: '恢复被搁下的那条，重新裁定', contested: '另有人对此人作了登记，见“离册后又有记录”。请单独看过再定，不在批量之内。',
  },
  conflict: {
    field_review: '内容不一致', machine_review: '状态不一致', dose_same_number: '同一剂次两条', dose_too_near: '两剂间隔太短', double_correction: '两次更正',
    double_appointment: '重复预约', life_state_unknown: '离册后又有记录', same_identity: '证件号码相同', life_claim: '在册状态待确认',
  },
  conflictText: {
    field_review: '两人互不知情，填了不同的内容。', machine_review: '两人记下的状态合不到一起。', dose_same_number: '同一个人的同一剂次登记了两条。', dose_too_near: '两剂的日期比规定的间隔近。',
    double_correction: '同一条记录被更正了两次。', double_appointment: '同一剂次有两个有效预约。', life_state_unknown: '有人已记为离册，另有人不知情又作了登记。',
    same_identity: '两名居民的证件号码相同。手机上看不到这一项。', life_claim: '上门时记的，等镇里确认。',
  },
  verdict: {
    both_right: '两条都对', two_people: '确是两个人', confirmed: '已确认', edit: '选定其一', value: '另填', keep: '保留其一', reopen: '恢复在册', confirm: '已确认', restore: '恢复',
  },
  held: {
    hint: '手机送来而没有接受的记录都在这里，放行或作废之前一条也不会丢。', code: '原因', nothing: '没有这样的记录。', group: '与同一次登记的共 {n} 条一起处理。', depends: '要等 {id} 处理之后。',
    made: '{time} 记下', correct: '更正后放行', sendCorrected: '以更正后的内容放行', discard: '作废', release: '原样放行', takeFork: '采用这一份', leftOut: '服务器不认识或不收的栏目会略去：{fields}。其余照收。',
  },
  heldState: { held: '待处理', waiting: '等待前一条', released: '已放行', discarded: '已作废' },
  refusal: {
    malformed: '格式不对', unknown_entity: '不认识的记录', unknown_field: '不认识的栏目', bad_value: '值不合规定', derived_field: '不能直接填写', append_only: '不能改，只能更正', not_authority: '只有镇里可以改',
    missing_record: '记录不存在', record_exists: '记录已存在', base_not_displayed: '依据与显示不符', group_broken: '同次登记不完整', scope_not_granted: '网格不归其负责', grant_ended: '网格已移交',
    device_revoked: '手机已停用', fork: '同号不同内容', too_many_failures: '多次处理未成', depends_on_refused: '前一条未接受', schema_too_old: '应用太旧', schema_too_new: '应用比服务器新', lease_invalid: '号不属于该手机', ticket_not_leased: '没有领号', lost_in_restore: '恢复时缺失',
  },
  refusalText: {
    malformed: '送来的内容读不懂，可能是应用太旧。请问问记的人，照着重新录入，再把它作废。', unknown_entity: '手机上的应用可能比服务器新：更新服务器后再原样放行；确属有误就作废。', unknown_field: '其中一个栏目服务器不认识：更正时会略去它，其余照收；更新服务器后也可原样放行。', bad_value: '其中一个值不合规定，更正后可以放行。', derived_field: '这一项由系统计算，不能填写：更正时会略去它，其余照收。',
    append_only: '走访和剂次不能改写。属实的话，请在居民页对那一条点“更正”，再把它作废。', not_authority: '这一项只有镇里可以改；属实的话可以放行，算镇里改的。', missing_record: '它要改的记录不在服务器上。若那条记录也在暂存，先放行那条；否则照着重新录入，再把它作废。', record_exists: '另一条记录用了同一个编号。请照着重新录入，再把它作废。',
    base_not_displayed: '它要替换的内容不可能同时显示过。可以更正后放行。', group_broken: '同一次登记的几条没有到齐。请等手机再同步一次；不再来的话，照着重新录入，再作废。', scope_not_granted: '这个网格从未分配给他；属实的话可以放行。', grant_ended: '网格移交已超过时限；属实的话可以放行。',
    device_revoked: '停用之后送来的。确认是本人所记再放行。', fork: '同一编号已有另一内容被接受（手机可能恢复过备份）。两份都对就“采用这一份”，另存为镇里录入的；不对就作废。', too_many_failures: '服务器多次处理都没有成功。可以再放行一次试试；仍不行请告知维护人员。', depends_on_refused: '它所依据的那条还在暂存，那条放行后它会跟着放行。', schema_too_old: '手机上的应用半年多没有更新。属实就放行，并请其更新应用。', schema_too_new: '手机上的应用比服务器新，有服务器还不认识的内容。服务器更新后会自动收入，这里不用处理。', lease_invalid: '手机写明的号不是发给它的：别的手机、别的场次，或者伪造。放行后按待确认排队。', ticket_not_leased: '手机没有领号就写了号。放行后按待确认排队。', lost_in_restore: '服务器由备份恢复，备份里没有这一条，而手机上还看得到。属实就放行，作为镇里录入的恢复，连同它下面的内容；原手机若再送来，这一条会自动撤下。',
  },
  session: {
    title: '场次', sites: '接种点', past: '显示过去的', add: '新增场次', addSite: '新增接种点', time: '时间', site: '接种点', from: '开始', to: '结束', capacity: '名额', booked: '已预约', cancel: '取消场次', reopen: '恢复',
    nothing: '今后没有场次。', siteFirst: '请先新增一个接种点。', noSites: '还没有接种点。', address: '地址', hospital: '对口医院', hospitalPhone: '医院电话', area: '所在区域', isOpen: '正在使用', closed: '已关闭', ask: '取消 {on} {from} {site} 这一场？', stillBooked: '已有 {n} 人预约了这一场。', whoBooked: '看名单（可导出，好逐个通知）', release: '同时取消这些人的预约：他们回到“应种”，网格员下次同步后会看到。恢复场次时预约不会自动恢复。', keep: '先不取消',
  },
  account: {
    add: '新增人员', name: '姓名', role: '角色', areas: '负责区域', devices: '手机', searchHint: '姓名、电话、区域', password: '{name} 的一次性密码（只显示这一次，登录后须修改）：', disabled: '已停用',
    enrol: '绑定手机', reset: '重置密码', disable: '停用', enable: '启用', loginAuto: '不填则自动生成', grantsHint: '网格员选网格，村干部选整村。手机下次同步时名册随之增减；移走的网格里未上传的记录仍会收下。',
    ask: { reset: '给{name}换一个一次性密码？原来的密码马上失效；新密码只显示一次。', disable: '停用{name}？此人马上不能登录，手机收不到任何数据；以后可以再启用。' },
    wholeVillage: '整村', chosen: '已选 {n} 个区域',
  },
  enrol: {
    has: '此人已有 {n} 部手机。', replaces: '换手机：新手机绑定后，停用旧手机', make: '生成绑定链接', qr: '绑定二维码', once: '只能用一次，{time} 前有效。请用要绑定的手机扫码或打开链接。', copy: '复制链接', copied: '已复制',
  },
  device: {
    summary: '使用中 {n} 部，今天未同步 {behind} 部', behind: '今天未同步', withUnsent: '有未上传', phone: '手机', lastSync: '最近同步', unsent: '未上传（最近报告）', searchHint: '姓名、网格、第几号手机', justRevoked: '{name}的手机已停用。', enrolAgain: '给{name}绑定新手机', app: '应用版本', enrolled: '绑定时间', notToday: '今天未同步',
    nothing: '还没有绑定手机。请到“人员”页为网格员生成绑定二维码。', revoke: '停用', revoked: '{time} 停用', ask: '停用{name}的这部手机？停用后它收不到任何数据，名册会从手机清除；之后送来的记录进入暂存，由您决定是否放行。',
  },
  restore: {
    when: '服务器于 {time} 由备份恢复。备份里没有的内容，手机下次同步时会补送。', witnessed: '手机上仍留有的 {n} 项在暂存里等您处理。',
    whose: '何人何机', count: '缺少条数', numbers: '编号', state: '情况', awaited: '等待补送', lost: '已无法补回',
  },
  rescue: {
    title: '抢救导入', hint: '手机传不上来的内容，封在文件里带到这里；内容只有本服务器能打开', choose: '选择抢救文件', busy: '正在导入…', drop: '也可以把文件拖到这里。手机上“导出未上传内容”得到的 .txt 文件。',
    phone: '手机 {n}', says: '（自称 {name}）', before: '已导入', sealedAt: '导出于', broughtAt: '导入于', by: '谁带来', edits: '条数', became: '结果', byOffice: '{name}（镇办）', byPhone: '{name} 的手机 {n}',
    applied: '新入册 {n} 条', already: '早已收到 {n} 条', held: '暂存 {n} 条', waiting: '待确认 {n} 条', failed: '未办成 {n} 条，请再导入一次', toHeld: '去处理暂存', nothing: '还没有导入过。', discarded: '已作废',
    waits: '{n} 条待确认', why_unknown: '服务器不认识这台手机（可能恢复过较早的备份），不能自动入册。原手机还能联网的话，先让它同步一次，多半会自己接上；不行，再在这里选是谁的手机，内容进入暂存，由您逐条放行，那台手机就此停用。', why_gap: '这些内容之前还缺编号（服务器可能恢复过较早的备份）。原手机能联网的话，先让它同步，缺的会自己补上；确实补不上了，再照样导入。',
    whose: '这是谁的手机', choosePerson: '请选择', take: '不等了，照样导入', takeHeld: '导入暂存', discard: '作废', discardAsk: '作废这一份？文件里的内容不会导入。原手机上还有，可以重新导出。', rescued: '抢救导入 {n} 条 · {time}',
  },
  print: { title: '网格名单', print: '打印', no: '序', visit: '走访', vacant: '空房', nothing: '这个网格还没有住户。', summary: '{doors} 户 {people} 人' },
  entity: { area: '区域', campaign: '接种方案', person: '人员', site: '接种点', session: '场次', review: '审核' },
  field: {
    voids: '作废了', retract: '撤回', about: '关于', names: '涉及', verdict: '裁定', key: '编号', campaign: '方案', campaign_version: '方案版本', address: '地址', capacity: '名额', from: '开始', to: '结束', site: '接种点',
  },
}
