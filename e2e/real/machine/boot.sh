#!/bin/sh
# A throw-away copy of this PC with a service manager of its own: every write goes to memory and is gone with it. Started by
# unshare in name spaces of its own, without a network. $1: an empty folder. $2: the checkout, which
# is in the copy too, wherever it lies and whoever may enter it.
set -eu
mount --make-rprivate /
mount -t tmpfs -o mode=755 machine "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" machine "$1/root"
cd "$1/root"
mount -t proc proc proc
mount -t sysfs sysfs sys
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp
# Homes of nobody yet: what is written on this PC meanwhile would show through.
mount -t tmpfs -o mode=711 tmpfs root
mount -t tmpfs -o mode=755 tmpfs home
mount --rbind /dev dev
mkdir -p "$1/upper2" "$1/work2" ".$2"
mount -t overlay -o "lowerdir=$2,upperdir=$1/upper2,workdir=$1/work2" checkout ".$2"
chmod 755 ".$2"
if [ -d /sys/fs/cgroup/systemd ]; then
	mount -t tmpfs -o mode=755 tmpfs sys/fs/cgroup
	mkdir sys/fs/cgroup/systemd
	mount -t cgroup -o none,name=systemd cgroup sys/fs/cgroup/systemd
else
	mount -t cgroup2 cgroup sys/fs/cgroup
fi
mkdir -p old etc/systemd/system
# Nothing that this PC starts by itself belongs into the copy, and nothing that reaches the kernel both of them share.
for unit in systemd-tmpfiles-setup.service systemd-sysctl.service systemd-modules-load.service systemd-binfmt.service systemd-udevd.service \
	proc-sys-fs-binfmt_misc.automount sys-kernel-debug.mount sys-kernel-tracing.mount; do
	ln -sf /dev/null "etc/systemd/system/$unit"
done
printf '[Unit]\nRequires=dbus.socket systemd-journald.socket\nAfter=dbus.socket\nAllowIsolate=yes\n' > etc/systemd/system/machine.target
pivot_root . old
umount -l old
exec env -i container=hearth PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --system --unit=machine.target
