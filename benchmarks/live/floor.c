// Floor: one-thread C epoll SSE server, one send() per client per event. usage: rawfan PORT
// GET /stream holds the connection; POST /publish with Content-Length fans its body out as one pre-encoded frame.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <netinet/tcp.h>
#include <unistd.h>
int main(int ac,char**av){
  int ls=socket(AF_INET,SOCK_STREAM|SOCK_NONBLOCK,0),one=1; setsockopt(ls,SOL_SOCKET,SO_REUSEADDR,&one,sizeof one);
  struct sockaddr_in a={.sin_family=AF_INET,.sin_port=htons(atoi(av[1]))}; inet_pton(AF_INET,"127.0.0.1",&a.sin_addr);
  if(bind(ls,(void*)&a,sizeof a)||listen(ls,4096)){perror("bind");return 1;}
  int ep=epoll_create1(0); struct epoll_event e={.events=EPOLLIN,.data.fd=ls},ev[512]; epoll_ctl(ep,EPOLL_CTL_ADD,ls,&e);
  static char sub[1<<20]; static int pos[1<<20], list[1<<20]; int nl=0; long id=0; static char b[65536],f[65536];
  for(;;){ int k=epoll_wait(ep,ev,512,-1);
    for(int i=0;i<k;i++){ int fd=ev[i].data.fd;
      if(fd==ls){ int c; while((c=accept4(ls,0,0,SOCK_NONBLOCK))>=0){ setsockopt(c,IPPROTO_TCP,TCP_NODELAY,&one,sizeof one); sub[c]=0; struct epoll_event x={.events=EPOLLIN,.data.fd=c}; epoll_ctl(ep,EPOLL_CTL_ADD,c,&x);} continue; }
      int r=recv(fd,b,65535,0);
      if(r<=0){ if(r<0&&errno==EAGAIN) continue; if(sub[fd]){ int p=pos[fd]; list[p]=list[--nl]; pos[list[p]]=p; sub[fd]=0; } close(fd); continue; }
      b[r]=0;
      if(!strncmp(b,"GET",3)){ const char*h="HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n: ok\n\n"; send(fd,h,strlen(h),MSG_NOSIGNAL); sub[fd]=1; pos[fd]=nl; list[nl++]=fd; }
      else if(!strncmp(b,"POST",4)){ char*body=strstr(b,"\r\n\r\n"); char*cl=strcasestr(b,"content-length:"); if(!body||!cl) continue; body+=4; int L=atoi(cl+15); while(b+r-body<L){int q=recv(fd,b+r,65535-r,0); if(q>0){r+=q;b[r]=0;}}
        int n=snprintf(f,sizeof f,"id: %ld\ndata: %.*s\n\n",++id,L,body); for(int j=0;j<nl;j++) send(list[j],f,n,MSG_NOSIGNAL|MSG_DONTWAIT);
        const char*h="HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"; send(fd,h,strlen(h),MSG_NOSIGNAL); }
    } }
}
